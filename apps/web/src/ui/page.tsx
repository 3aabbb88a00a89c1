import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../messages/text.js';

let arrivalAwaited = false;
/** What is opened anew may have a place in its address, too. */
let placeAwaited = true;

/** The address moved to another page: the next heading that stands takes the focus, and the part that it names comes into view. */
export function awaitArrival(): void {
  arrivalAwaited = true;
  placeAwaited = true;
}

interface PageProps {
  readonly title: string;
  /** Title of the window where the heading alone would be too short or too long. */
  readonly windowTitle?: string;
  /** Above the heading: where this page belongs. */
  readonly trail?: ReactNode;
  readonly lead?: ReactNode;
  /** The real heading is still on its way; it will take the focus, this one does not. */
  readonly pending?: boolean;
  /** The heading holds words that a person wrote, in a language and direction of their own. */
  readonly written?: boolean;
  readonly language?: string;
  readonly children?: ReactNode;
}

export function Page({
  title,
  windowTitle,
  trail,
  lead,
  pending = false,
  written = false,
  language,
  children,
}: PageProps) {
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('site.window-title', { page: windowTitle ?? title });
  }, [t, title, windowTitle]);
  useEffect(() => {
    if (pending || !arrivalAwaited) return;
    arrivalAwaited = false;
    heading.current?.focus({ preventScroll: true });
  }, [pending]);
  return (
    <article className="page" aria-busy={pending || undefined}>
      {trail && <nav aria-label={t('site.where')}>{trail}</nav>}
      <h1 ref={heading} tabIndex={-1} lang={language} dir={written ? 'auto' : undefined}>
        {title}
      </h1>
      {lead && <div className="lead">{lead}</div>}
      {children}
    </article>
  );
}

/** A part of a page under its own heading. */
export function Section({
  title,
  id,
  lead,
  children,
}: {
  title: string;
  id: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Neither browser nor router finds what is loaded later than the page.
    if (!placeAwaited || location.hash !== `#${id}`) return;
    placeAwaited = false;
    heading.current?.scrollIntoView();
  }, [id]);
  return (
    <section aria-labelledby={id} className="section">
      <h2 ref={heading} id={id}>
        {title}
      </h2>
      {lead && <p className="section-lead">{lead}</p>}
      {children}
    </section>
  );
}
