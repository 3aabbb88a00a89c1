/** What kind of outcome a problem is; HTTP maps each kind to one status. */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'denied'
  | 'missing'
  | 'conflict'
  | 'stale'
  | 'replayed'
  | 'precondition-required'
  | 'too-many'
  | 'too-large'
  | 'unsupported-media'
  | 'unavailable';

/** One wrong place in the input: where, what was wrong and what to do. */
export interface ProblemItem {
  /** Path into the input: `items.0.quantity`, or `line 12, column amount`. */
  readonly path: string;
  readonly detail: string;
}

/** An outcome the caller can act on (RFC 9457). Anything else that is thrown is a bug and answers 500. */
export abstract class Problem extends Error {
  /** Stable, kebab-case; the last part of the `type` URI and a heading of docs/problems.md. */
  abstract readonly code: string;
  abstract readonly kind: ProblemKind;
  /** The wrong places, where there are several. */
  readonly errors: readonly ProblemItem[] = [];
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
}

/** The input breaks a rule of its shape. */
export class InvalidInput extends Problem {
  readonly code = 'invalid-input';
  readonly kind = 'invalid';
  /** @param cause What made it so, such as that something it names is hidden. */
  constructor(
    override readonly errors: readonly ProblemItem[],
    cause?: Problem,
  ) {
    super(errors.map((error) => `${error.path}: ${error.detail}`).join('; ') || 'The request is not valid.', { cause });
  }
}

/** A rule that the input breaks; `reads`: the other fields that the rule looked at. */
export interface BrokenRule extends ProblemItem {
  readonly reads?: readonly string[];
}

/**
 * Says all that is wrong at once: `wrong`, what cannot be used at all, and the rules that are broken in spite of that. A rule
 * about something that cannot be used says nothing.
 * @throws InvalidInput
 */
export function refuseTogether(wrong: readonly ProblemItem[], broken: readonly BrokenRule[]): void {
  const others = broken
    .filter(({ path, reads = [] }) => ![path, ...reads].some((one) => wrong.some((other) => overlap(one, other.path))))
    .map(({ path, detail }) => ({ path, detail }));
  if (wrong.length + others.length > 0) throw new InvalidInput([...wrong, ...others]);
}

/** One of the places is in the other. */
function overlap(one: string, other: string): boolean {
  return `${one}.`.startsWith(`${other}.`) || `${other}.`.startsWith(`${one}.`);
}

/** Nothing by that name that the actor may know of. */
export class NotFound extends Problem {
  readonly code = 'not-found';
  readonly kind = 'missing';
  constructor(
    /** The kind of thing that was asked for: `need item`. */
    readonly what: string,
    readonly id: string,
  ) {
    super(`There is no ${what} ${id} that you may see. Check the address, or sign in with an account that may.`);
  }
}

/** Known, but not to be done by this actor. */
export class Denied extends Problem {
  readonly code = 'denied';
  readonly kind = 'denied';
  constructor(message: string) {
    super(message);
  }
}

/** The thing is in a state from which this move is not allowed. */
export class MoveNotAllowed extends Problem {
  readonly code = 'move-not-allowed';
  readonly kind = 'conflict';
  constructor(what: string, id: string, from: string, to: string) {
    super(`The ${what} ${id} is ${from}; it cannot become ${to}. Reload it to see what can be done now.`);
  }
}

/** Somebody else changed it after the caller read it. */
export class Stale extends Problem {
  readonly code = 'stale';
  readonly kind = 'stale';
  constructor(what: string, id: string) {
    super(`The ${what} ${id} was changed after you read it. Reload it, look at the change, then try again.`);
  }
}
