import { Problem } from '#libs/kernel';

/** An organization's files take up all the room there is for them. */
export class FileQuotaReached extends Problem {
  readonly code = 'file-quota-reached';
  readonly kind = 'conflict';
  constructor() {
    super(
      'Your organization has used up its space for files. Remove files that are no longer needed, or ask a coordinator.',
    );
  }
}
