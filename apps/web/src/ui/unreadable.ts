import { fieldProblems, FormError, isStatus } from '../api/problem.js';
import type { FieldProblem } from '../api/problem.js';

/** Stands for what was written and cannot be read. No field of the api takes it. */
export const UNREADABLE = '\0';

/**
 * Sends a form also when fields of it cannot be read, so that the api refuses it and says what else is wrong.
 * @param unsaid Fields of which the api could not be told yet.
 * @throws FormError with all of it
 */
export async function sendWhole<T>(
  own: readonly FieldProblem[],
  send: () => Promise<T>,
  unsaid: readonly string[] = [],
): Promise<T> {
  if (own.length === 0) return send();
  const found = await send().then(
    () => [],
    (error: unknown) => (error instanceof FormError || isStatus(error, 400) ? fieldProblems(error) : []),
  );
  const said = [...own.map(({ path }) => path), ...unsaid];
  throw new FormError([...own, ...found.filter(({ path }) => !said.some((one) => isWithin(path, one)))]);
}

function isWithin(path: string, other: string): boolean {
  return `${path}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${path}.`);
}
