import { Problem, type ProblemItem } from '#libs/kernel';

/** A reference that was imported before comes back with other content: reported, not guessed which one is right. */
export class FlowDiffers extends Problem {
  readonly code = 'flow-differs';
  readonly kind = 'conflict';
  constructor(
    externalRef: string,
    override readonly errors: readonly ProblemItem[],
  ) {
    super(
      `Flow ${externalRef} was imported before with other content (${errors.map(({ path }) => path).join(', ')}). ` +
        'Nothing was changed; ask the source which one is right and give a correction its own reference.',
    );
  }
}
