import { useEffect, useRef, useState } from 'react';
import { useText } from '../messages/text.js';

interface ShowMoreProps {
  /** Whether a page is still to come. */
  readonly more: boolean;
  readonly busy: boolean;
  readonly words: { readonly more: string; readonly loading: string };
  readonly onMore: () => void;
  /** Why the list ends before all is shown. */
  readonly limit?: string;
}

/** Adds a page to a list. After the last one it says that all is shown, where the focus of the button that goes is taken to. */
export function ShowMore({ more, busy, words, onMore, limit }: ShowMoreProps) {
  const t = useText();
  const [pressed, setPressed] = useState(false);
  const end = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // Whoever went on to something else meanwhile stays there.
    if (pressed && !more && document.activeElement === document.body) end.current?.focus();
  }, [pressed, more]);
  const press = () => {
    setPressed(true);
    onMore();
  };
  if (more) {
    return (
      <p className="no-print">
        <button type="button" className="button" onClick={press} aria-disabled={busy || undefined}>
          {busy ? words.loading : words.more}
        </button>
      </p>
    );
  }
  return pressed || limit ? (
    <p ref={end} tabIndex={-1} className="hint no-print">
      {limit ?? t('list.all-shown')}
    </p>
  ) : null;
}
