import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 30_000;

/** Asks again until there is an answer; for what happens in the background. */
export async function until<T>(what: string, ask: () => Promise<T | null | undefined | false>): Promise<T> {
  const endAtMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > endAtMs) throw new Error(`It did not happen in ${PATIENCE_MS / 1000} s: ${what}`);
    await sleep(100);
  }
}
