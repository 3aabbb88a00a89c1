import { Problem } from '#libs/kernel';

/** The organization has one under way. */
export class ImportRunning extends Problem {
  readonly code = 'import-running';
  readonly kind = 'conflict';
  constructor() {
    super('Your organization has an import under way. Wait for its end, or cancel it.');
  }
}
