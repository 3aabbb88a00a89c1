import { sharedValue, useSharedValue } from '../shared-value.js';

const said = sharedValue('');

/** Long enough to read a few words, and a sentence or two twice. */
const SAID_MS = 8_000;
const SAID_MS_PER_LETTER = 90;
let silence: ReturnType<typeof setTimeout> | undefined;

/** Says what was done, to the eye for a while and to a screen reader. */
export function say(words: string): void {
  clearTimeout(silence);
  said.set(words);
  if (words !== '') silence = setTimeout(() => said.set(''), Math.max(SAID_MS, words.length * SAID_MS_PER_LETTER));
}

let begun = 0;
let told = 0;

/** An act begins, and what stands of others goes. Returns what says how it ended – unless one that began later has said that already. */
export function beginAct(): (words: string) => void {
  const turn = (begun += 1);
  say('');
  return (words) => {
    if (turn < told) return;
    told = turn;
    say(words);
  };
}

/** Stands from the beginning: a region that comes together with its words is not read out. */
export function Said() {
  const words = useSharedValue(said);
  return (
    <p role="status" className={words === '' ? 'unseen' : 'said no-print'}>
      {words}
    </p>
  );
}

/** A page has taken away by then what goes with an act, however slow the machine is. */
const SETTLED_MS = 5_000;

/** Whoever went on to another field meanwhile stays there: what they type is lost otherwise. */
export function isStillAt(control: Element | null | undefined): boolean {
  const at = document.activeElement;
  return at === null || at === document.body || control?.contains(at) === true;
}

/**
 * Remembers where a control stands that may go with what it does. The answer moves the focus, once the page shows what was
 * done, to the heading of the fold, step, section or page that is still there, and on to the next one if that goes too.
 */
export function headingAround(control: Element): () => void {
  const fold = control.closest('details');
  const step = control.closest('.step');
  const steps = step?.parentElement;
  const place = steps ? [...steps.children].indexOf(step) : -1;
  const section = control.closest('section');
  const page = control.closest('article');
  const headings = () => [
    fold?.querySelector('summary'),
    // What took the place of a step tells of the same thing.
    steps?.children[place]?.querySelector('.step-title'),
    section?.querySelector('h2'),
    page?.querySelector('h1'),
  ];
  let focused: HTMLElement | undefined;
  const focus = () => {
    const heading = headings().find((one) => one?.isConnected);
    if (!(heading instanceof HTMLElement)) return;
    if (heading.tagName !== 'SUMMARY') heading.tabIndex = -1;
    heading.focus();
    focused = heading;
  };
  const keep = new MutationObserver(() => {
    if (focused?.isConnected === false && document.activeElement === document.body) focus();
  });
  return () => {
    if (!isStillAt(control)) return;
    keep.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => requestAnimationFrame(focus));
    setTimeout(() => keep.disconnect(), SETTLED_MS);
  };
}

/** The click of a button that goes with what it does. */
export const thenToHeading =
  (act: () => void) =>
  ({ currentTarget }: { currentTarget: Element }): void => {
    headingAround(currentTarget)();
    act();
  };
