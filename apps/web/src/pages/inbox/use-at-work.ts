import { useEffect, useState } from 'react';

const PAUSE_MS = 5 * 60_000;
const SIGNS = ['pointerdown', 'keydown', 'focus'] as const;

/**
 * Whether somebody did something on the page in the last five minutes. What a page asks by itself must end with that, or it
 * would keep the session of a person open who has left.
 */
export function useAtWork(): boolean {
  const [atWork, setAtWork] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const seen = () => {
      clearTimeout(timer);
      timer = setTimeout(() => setAtWork(false), PAUSE_MS);
      setAtWork(true);
    };
    seen();
    for (const sign of SIGNS) addEventListener(sign, seen, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) removeEventListener(sign, seen);
    };
  }, []);
  return atWork;
}
