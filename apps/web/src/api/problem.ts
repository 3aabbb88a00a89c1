/** One wrong place in the input, as RFC 9457 problem documents of the api list them. */
export interface FieldProblem {
  readonly path: string;
  readonly detail: string;
}

/** A problem document (RFC 9457). */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  readonly errors?: readonly FieldProblem[];
}

/** The api answered with a problem. */
export class ProblemError extends Error {
  constructor(readonly problem: ProblemDocument) {
    super(problem.detail ?? problem.title);
    this.name = 'ProblemError';
  }

  /** Last part of the type: `stale`, `not-found`, … */
  get code(): string {
    return this.problem.type.split('/').at(-1) ?? '';
  }

  get status(): number {
    return this.problem.status;
  }
}

/** No answer of the clearing house came: no network, or the server is away and something in between says so. */
export class NoAnswerError extends Error {
  constructor(override readonly cause: unknown) {
    super('no answer');
    this.name = 'NoAnswerError';
  }
}

/** What a person filled in breaks a rule that this page knows; nothing was sent. */
export class FormError extends Error {
  constructor(readonly fields: readonly FieldProblem[]) {
    super(fields.map((field) => field.detail).join(' '));
    this.name = 'FormError';
  }
}

/** The wrong fields named by an error, whoever found them. */
export function fieldProblems(error: unknown): readonly FieldProblem[] {
  if (error instanceof FormError) return error.fields;
  if (error instanceof ProblemError) return error.problem.errors ?? [];
  return [];
}

/** Not possible as things stand now; nothing that was filled in is wrong by itself. */
export function isConflict(error: unknown): boolean {
  return isStatus(error, 409, 412);
}

/** Somebody else changed the thing, or moved it on, after it was read. */
export function isOvertaken(error: unknown): boolean {
  return error instanceof ProblemError && ['stale', 'move-not-allowed'].includes(error.code);
}

/** Another window of the browser signed somebody else in than this page shows. */
export function isOtherMembership(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'other-membership';
}

/** Refused for want of a session; a wrong password is something else. */
export function isSessionEnd(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'unauthenticated';
}

export function isStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof ProblemError && statuses.includes(error.status);
}
