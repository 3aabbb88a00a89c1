import { Problem } from '#libs/kernel';

/** One report for each State, cycle and instrument. */
export class ReportKnown extends Problem {
  readonly code = 'report-known';
  readonly kind = 'conflict';
  constructor(cycle: string) {
    super(
      `The State has a report on this instrument for the cycle ${cycle} already. Correct that one – a new file keeps the ` +
        'earlier – or withdraw it first.',
    );
  }
}

/** A withdrawn report stays as it is until it is restored. */
export class ReportWithdrawn extends Problem {
  readonly code = 'report-withdrawn';
  readonly kind = 'conflict';
  constructor(reportId: string) {
    super(`The national report ${reportId} is withdrawn. Restore it first.`);
  }
}

/** A coordinator opens a report to more readers than the State is known to agree to. */
export class ReportConsentMissing extends Problem {
  readonly code = 'report-consent-missing';
  readonly kind = 'conflict';
  constructor() {
    super(
      'Only the State itself opens its report to more readers than it agreed to. Leave it as it is, or name the address where ' +
        'the report is published already.',
    );
  }
}
