import { Problem } from '#libs/kernel';

/** The organization has one under way. */
export class ImportRunning extends Problem {
  readonly code = 'import-running';
  readonly kind = 'conflict';
  constructor() {
    super('Your organization has an import under way. Wait for its end, or cancel it.');
  }
}

/** The import in which rows began something. */
export interface UsedBefore {
  readonly fileName: string;
  readonly day: string;
  readonly created: number;
}

/** The same rows again would begin new entries a second time; an import fails of it. */
export class RowsUsedAlready extends Error {
  constructor({ fileName, day, created }: UsedBefore) {
    super(
      `These very rows were used already, on ${day} from ${fileName}: ${created} of them began something new. Send the file of ` +
        'the rows that were refused then, or download what stands here and change that.',
    );
  }
}
