import { defineStates } from '#libs/kernel';

/** The Programme of Action, and the International Tracing Instrument; one report may be on both. */
export const INSTRUMENTS = ['poa', 'iti'] as const;
export type Instrument = (typeof INSTRUMENTS)[number];

/** Nobody deletes a report: it is taken back with a reason, and that can be undone. */
export const nationalReportStates = defineStates({ filed: ['withdrawn'], withdrawn: ['filed'] });
export type NationalReportState = (typeof nationalReportStates.all)[number];

/** Who may read a report, the widest circle first; its State and the coordinators always may. */
export const REPORT_VISIBILITIES = ['public', 'states-only', 'coordinators'] as const;
export type ReportVisibility = (typeof REPORT_VISIBILITIES)[number];

/** Whose act the report is: the State's own, or a coordinator's who entered what the State had submitted elsewhere. */
export const FILED_BY = ['state', 'coordinator'] as const;
export type FiledBy = (typeof FILED_BY)[number];

/** True when more people may read it than the other circle holds. */
export function isWider(visibility: ReportVisibility, than: ReportVisibility): boolean {
  return REPORT_VISIBILITIES.indexOf(visibility) < REPORT_VISIBILITIES.indexOf(than);
}

/** Each instrument once, in the order in which they are always named. */
export function inOrder(instruments: readonly Instrument[]): Instrument[] {
  return INSTRUMENTS.filter((instrument) => instruments.includes(instrument));
}
