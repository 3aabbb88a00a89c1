import type { ParseArgsConfig } from 'node:util';

/** The command cannot be done; the message is one sentence for the person at the terminal. Exit code 1. */
export class CommandError extends Error {}

export interface Invocation {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
  /** Results, to stdout. */
  print(line: string): void;
  /** What went wrong and what to know, to stderr. */
  warn(line: string): void;
}

export interface Command {
  /** As typed: `import needs` has two words. */
  readonly name: string;
  readonly summary: string;
  /** What follows `npm run cli --`, and a line per option. */
  readonly usage: readonly string[];
  readonly options: NonNullable<ParseArgsConfig['options']>;
  readonly positionals: { readonly min: number; readonly max: number };
  /** Returns the exit code. */
  run(invocation: Invocation): Promise<number>;
}

/** Options of every command that touches the database. */
export const DATABASE_OPTIONS = { data: { type: 'string' } } as const satisfies Command['options'];
export const DATABASE_USAGE = [
  '  --data FOLDER        data folder of the embedded database (default .data); not with DATABASE_URL',
];
