import { Problem } from '#libs/kernel';

/** The organization has one under way. */
export class ImportRunning extends Problem {
  readonly code = 'import-running';
  readonly kind = 'conflict';
  constructor() {
    super('Your organization has an import under way. Wait for its end, or cancel it.');
  }
}

/** The same file again would begin its new rows a second time. */
export class SheetUsedAlready extends Problem {
  readonly code = 'sheet-used-already';
  readonly kind = 'conflict';
  constructor(importId: string, created: number) {
    super(
      `This very file was used already (${importId}) and began ${created} new entries. Send the file of its refused rows, or ` +
        'download what stands here and change that.',
    );
  }
}
