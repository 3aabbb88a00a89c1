import type { MeetingBasis, MeetingKind, Precision } from '../meetings.rules.js';

interface MeetingRow {
  readonly code: string;
  readonly kind: MeetingKind;
  readonly nameEn: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly precision: Precision;
  readonly basis: MeetingBasis;
  readonly source: string;
}

const biennial = (number: number, ordinal: string) => ({
  code: `BMS${number}`,
  kind: 'biennial-meeting' as const,
  nameEn: `${ordinal} Biennial Meeting of States`,
});
const review = (number: number, ordinal: string) => ({
  code: `RC${number}`,
  kind: 'review-conference' as const,
  nameEn: `${ordinal} Review Conference`,
});
const experts = (number: number, ordinal: string) => ({
  code: `MGE${number}`,
  kind: 'expert-meeting' as const,
  nameEn: `${ordinal} Open-ended Meeting of Governmental Experts`,
});
const preparatory = (number: number, ordinal: string) => ({
  code: `PC${number}`,
  kind: 'preparatory-committee' as const,
  nameEn: `Preparatory committee of the ${ordinal} Review Conference`,
});

const days = (startsOn: string, endsOn: string) => ({ startsOn, endsOn, precision: 'day' as const });
const year = (text: string) => ({
  startsOn: `${text}-01-01`,
  endsOn: `${text}-12-31`,
  precision: 'year' as const,
});

/** The outcome document of 2012 names the meeting and its year; the days are public record. */
const outcome = (paragraph: string) => ({
  basis: 'outcome-2012' as const,
  source: `Year: 2012 outcome, annex 1, ${paragraph}. Days: United Nations meetings record`,
});
const RECORD = { basis: 'public-record', source: 'United Nations meetings record' } as const;

const FOLLOW_UP = 'section III';

/**
 * Meetings of the follow-up, from the ones that the outcome document of 2012 looks back to (section III, preamble) over those
 * that it decides on (section III, paras. 1 and 2) to those that followed in the same rhythm.
 */
export const MEETINGS: readonly MeetingRow[] = [
  { ...biennial(3, 'Third'), ...days('2008-07-14', '2008-07-18'), ...outcome(`${FOLLOW_UP}, preamble`) },
  { ...biennial(4, 'Fourth'), ...days('2010-06-14', '2010-06-18'), ...outcome(`${FOLLOW_UP}, preamble`) },
  { ...experts(1, 'First'), ...days('2011-05-09', '2011-05-13'), ...outcome(`${FOLLOW_UP}, preamble`) },
  {
    ...review(2, 'Second'),
    ...days('2012-08-27', '2012-09-07'),
    basis: 'outcome-2012',
    source: '2012 outcome, declaration, para. 1',
  },
  { ...biennial(5, 'Fifth'), ...days('2014-06-16', '2014-06-20'), ...outcome(`${FOLLOW_UP}, para. 1`) },
  { ...experts(2, 'Second'), ...days('2015-06-01', '2015-06-05'), ...outcome(`${FOLLOW_UP}, para. 1`) },
  { ...biennial(6, 'Sixth'), ...days('2016-06-06', '2016-06-10'), ...outcome(`${FOLLOW_UP}, para. 1`) },
  { ...preparatory(3, 'Third'), ...days('2018-03-19', '2018-03-23'), ...outcome(`${FOLLOW_UP}, para. 2`) },
  { ...review(3, 'Third'), ...days('2018-06-18', '2018-06-29'), ...outcome(`${FOLLOW_UP}, para. 2`) },
  { ...biennial(7, 'Seventh'), ...days('2021-07-26', '2021-07-30'), ...RECORD },
  { ...biennial(8, 'Eighth'), ...days('2022-06-27', '2022-07-01'), ...RECORD },
  { ...preparatory(4, 'Fourth'), ...days('2024-02-12', '2024-02-16'), ...RECORD },
  { ...review(4, 'Fourth'), ...days('2024-06-18', '2024-06-28'), ...RECORD },
  {
    ...biennial(9, 'Ninth'),
    ...days('2026-06-01', '2026-06-05'),
    basis: 'public-record',
    source: 'General Assembly resolution 79/40; United Nations meetings record',
  },
  {
    ...biennial(10, 'Tenth'),
    ...year('2028'),
    basis: 'expected',
    source:
      'Expected by the biennial rhythm of the 2012 outcome, annex 1, plan, para. 11; enter the decision when it is known',
  },
];
