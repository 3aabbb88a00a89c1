import { Problem } from '#libs/kernel';

/** The organization has one under way. */
export class ImportRunning extends Problem {
  readonly code = 'import-running';
  readonly kind = 'conflict';
  constructor() {
    super('Your organization has an import under way. Wait for its end, or cancel it.');
  }
}

/** The same rows again would begin new entries a second time; an import fails of it. */
export class RowsUsedAlready extends Error {
  constructor(importId: string, created: number) {
    super(
      `These very rows were used already (${importId}) and began ${created} new entries. Send the file of its refused rows, or ` +
        'download what stands here and change that.',
    );
  }
}
