import { Problem } from '#libs/kernel';

/** A fund takes in and pays money, for what both parties consented to. */
export class MatchNotAllocatable extends Problem {
  readonly code = 'match-not-allocatable';
  readonly kind = 'conflict';
  constructor(why: 'not-confirmed' | 'in-kind') {
    super(
      why === 'in-kind'
        ? 'This match gives goods or services, not money. Its delivery is reported on the match.'
        : 'Both parties have to consent to a match before money is agreed on or allocated to it. Wait for their consent.',
    );
  }
}

/** The match has its project already. */
export class AlreadyAllocated extends Problem {
  readonly code = 'already-allocated';
  readonly kind = 'conflict';
  constructor() {
    super('Money is allocated to this match already. Open its project; cancel that first to allocate anew.');
  }
}

/** Part of the project is ordered or paid, so the money is no longer all there to let go. */
export class ProjectUnderWay extends Problem {
  readonly code = 'project-under-way';
  readonly kind = 'conflict';
  constructor() {
    super(
      'A tranche of this project is ordered or paid, so it cannot be cancelled. Have the open order rejected first.',
    );
  }
}
