import type { CycleFilter, ReportFilter } from '../../api/reports.js';

export const INSTRUMENTS = ['poa', 'iti'] as const;
export const YES_NO = ['true', 'false'] as const;

type Search = Readonly<Record<string, unknown>>;

/** The list as its address says it, `?cycle=BMS9&region=019&instrument=iti`; what is not known is left out. */
export function readReportFilters(search: Search): ReportFilter {
  return drop({
    cycle: matching(search.cycle, /^[A-Z]{2,8}\d{1,3}$/),
    region: matching(search.region, /^\d{3}$/),
    area: matching(search.area, /^[A-Z]{2}$/),
    instrument: INSTRUMENTS.find((one) => one === search.instrument),
  });
}

/** The table of a cycle as its address says it, `?region=019&reported=true&asked=false`. */
export function readCycleFilters(search: Search): CycleFilter {
  return drop({
    region: matching(search.region, /^\d{3}$/),
    reported: yesNo(search.reported),
    asked: yesNo(search.asked),
  });
}

/** The fields of a filter form, to be read by one of the above. */
export const fieldsOf = (form: HTMLFormElement): Search => Object.fromEntries(new FormData(form));

function matching(value: unknown, pattern: RegExp): string | undefined {
  return typeof value === 'string' && pattern.test(value) ? value : undefined;
}

/** An address holds a text; the router hands back what a link gave it. */
function yesNo(value: unknown): boolean | undefined {
  const text = String(value);
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Left-out keys instead of `undefined`, so that they do not show in the address. */
function drop<T extends object>(filters: T): T {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as T;
}
