import { Problem, type ProblemItem } from '#libs/kernel';

/** A rate for a day that has one already, and it is another: reported, not guessed which one is right. */
export class RateDiffers extends Problem {
  readonly code = 'rate-differs';
  readonly kind = 'conflict';
  override readonly errors: readonly ProblemItem[];
  constructor(currency: string, effectiveOn: string, known: { readonly unitsPerUsd: string; readonly source: string }) {
    const detail = `differs from the rate on record for ${currency} on ${effectiveOn}: ${known.unitsPerUsd} (${known.source})`;
    super(`The rate ${detail}. A rate that may have been used is not changed.`);
    this.errors = [{ path: 'units_per_usd', detail }];
  }
}

/** The file is no data set of UN operational rates of exchange, or it was cut off. */
export class RatesFileBroken extends Problem {
  readonly code = 'rates-file-broken';
  readonly kind = 'invalid';
  constructor(line: number, what: string) {
    super(`The file is not usable as UN operational rates of exchange: line ${line}: ${what}. Download it again.`);
  }
}

/** The calendar holds a meeting of that code. */
export class MeetingKnown extends Problem {
  readonly code = 'meeting-known';
  readonly kind = 'conflict';
  constructor(meetingCode: string) {
    super(`The calendar holds a meeting ${meetingCode} already. Correct that one, or give the new one another code.`);
  }
}

/** Two meetings that States report to at the same time: no day would belong to one cycle only. */
export class MeetingsOverlap extends Problem {
  readonly code = 'meetings-overlap';
  readonly kind = 'conflict';
  constructor(meetingCode: string) {
    super(
      `The dates of ${meetingCode} overlap with another biennial meeting or review conference, so a national report would not ` +
        'know which of them it is for. Change the dates, or correct the other meeting first.',
    );
  }
}

/** A meeting that something hangs on is not taken out. */
export class MeetingStays extends Problem {
  readonly code = 'meeting-stays';
  readonly kind = 'conflict';
  constructor(meetingCode: string, why: 'on-record' | 'reports' | 'needs') {
    const reason = {
      'on-record': 'it is on record and would come back with the next update',
      reports: 'national reports were filed for it',
      needs: 'requests were handed in within the reporting cycle that leads to it',
    }[why];
    super(`${meetingCode} stays in the calendar: ${reason}. Correct its name or its days instead.`);
  }
}
