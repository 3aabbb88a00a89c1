import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { cyclesQuery } from '../../api/reports.js';
import type { Report } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { useTyped } from '../../ui/draft.js';
import { changesOf, type Aspect, type Change } from '../../ui/seen.js';
import { useInstrumentWords, useLanguageName } from './report-words.js';

/**
 * What differs between two versions of a report in words.
 * @param draft name of the form that is filled in on the earlier one
 */
export function useReportChanges(before: Report, now: Report, draft: string): readonly Change[] {
  const t = useText();
  const words = useCodeText();
  const on = useInstrumentWords();
  const language = useLanguageName();
  const cycles = useQuery(cyclesQuery).data ?? [];
  const { isTyped } = useTyped(draft);
  const none = t('value.none');

  function field(label: string, name: keyof Report, show: (report: Report) => ReactNode): Aspect<Report> {
    return { label, key: (report) => report[name], show, fields: [name] };
  }
  const aspects = [
    field(t('report.cycle'), 'cycle', ({ cycle }) => cycles.find(({ code }) => code === cycle)?.name ?? cycle),
    field(t('report.instruments'), 'instruments', ({ instruments }) => on(instruments)),
    field(t('report.title-field'), 'title', ({ title }) => <span dir="auto">{title}</span>),
    field(t('report.language'), 'language', (report) => language(report.language)),
    field(t('report.submitted-on'), 'submittedOn', ({ submittedOn }) => <Day value={submittedOn} />),
    field(t('report.file'), 'file', ({ file }) => (file ? <bdi>{file.name}</bdi> : none)),
    field(t('report.published-url-field'), 'publishedUrl', ({ publishedUrl }) => publishedUrl ?? none),
    field(t('report.visibility'), 'visibility', ({ visibility }) => words('report-visibility.', visibility)),
    field(t('report.note'), 'note', ({ note }) => (note === '' ? none : <span dir="auto">{note}</span>)),
  ];
  return changesOf(aspects, before, now, isTyped);
}
