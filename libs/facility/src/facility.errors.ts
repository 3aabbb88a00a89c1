import { Problem } from '#libs/kernel';
import type { MatchState } from '#libs/matching';

/** A fund takes in and pays money, for what both parties consented to. */
export class MatchNotAllocatable extends Problem {
  readonly code = 'match-not-allocatable';
  readonly kind = 'conflict';
  constructor(why: MatchState | 'in-kind' | 'paid-by-donor') {
    super(
      why === 'in-kind'
        ? 'This match gives goods or services, so there is no money to agree on or to allocate.'
        : why === 'paid-by-donor'
          ? 'The donor pays of this offer to a State itself, so the offer cannot become an agreement with a fund. Its donor pays this ' +
            'match, too, on its page.'
          : `Money is agreed on and allocated while a match is confirmed and nothing of it is on its way; this one is ${why}. Reload it to see where it stands.`,
    );
  }
}

/** The match has its project already. */
export class AlreadyAllocated extends Problem {
  readonly code = 'already-allocated';
  readonly kind = 'conflict';
  constructor(projectId: string) {
    super(`Money is allocated to this match already, in project ${projectId}. Cancel that first to allocate anew.`);
  }
}

/** Part of the project is ordered or paid, so the money is no longer all there to let go. */
export class ProjectUnderWay extends Problem {
  readonly code = 'project-under-way';
  readonly kind = 'conflict';
  constructor() {
    super(
      'A tranche of this project is ordered or paid, so it cannot be cancelled. What is paid stays paid; an order that is still open can be rejected.',
    );
  }
}
