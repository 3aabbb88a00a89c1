import { useEffect, useRef, type RefObject } from 'react';

/** For what says how many rows there are: once the list is asked for anew, it takes the focus that went with the form that was sent. */
export function useFocusAfterFilter(asked: string): RefObject<HTMLParagraphElement | null> {
  const count = useRef<HTMLParagraphElement>(null);
  const before = useRef(asked);
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    if (document.activeElement === document.body) count.current?.focus();
  }, [asked]);
  return count;
}
