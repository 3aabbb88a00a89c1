import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { cyclesQuery, statesQuery } from '../../api/reports.js';
import type { Instrument, Report, ReportInput, Session } from '../../api/types.js';
import { FILE_BYTES_MAX, upload } from '../../api/upload.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, LongTextField, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { Basis } from '../../ui/seen.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { useFileSize, useInstrumentWords, useLanguageName } from './report-words.js';

/** Names of the files that the api takes; what a file is it finds out by the content. */
const FILE_TYPES = '.pdf,.docx,.xlsx,.txt,.csv,.png,.jpg,.jpeg';
const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh', 'und'] as const;
const VISIBILITIES = ['coordinators', 'states-only', 'public'] as const;
const ON: readonly (readonly Instrument[])[] = [['poa', 'iti'], ['poa'], ['iti']];

/** Today in UTC. */
const today = () => new Date().toISOString().slice(0, 10);

/** The name of what is typed into the form. */
export const reportDraft = (report?: Report) => `report ${report?.id ?? 'new'}`;

interface ReportFormProps {
  /** The report that is corrected; a new one where there is none. */
  readonly report?: Report;
  readonly session: Session;
  readonly label: string;
  readonly submit: string;
  readonly save: (content: ReportInput) => Promise<unknown>;
}

/** Files or corrects the record of a report; its file is sent first and sent once, however often the rest is tried. */
export function ReportForm({ report, session, label, submit, save }: ReportFormProps) {
  const t = useText();
  const words = useCodeText();
  const on = useInstrumentWords();
  const language = useLanguageName();
  const queries = useQueryClient();
  const cycles = useQuery(cyclesQuery).data ?? [];
  const begun = cycles.filter(({ from }) => from <= today());
  const sent = useRef(new WeakMap<File, string>());
  const [part, setPart] = useState<number | null>(null);
  const forOther = report === undefined && session.role === 'coordinator';

  async function fileIdOf(data: FormData): Promise<string | undefined> {
    const file = data.get('fileId');
    if (!(file instanceof File) || file.size === 0) return undefined;
    const known = sent.current.get(file);
    if (known !== undefined) return known;
    setPart(0);
    try {
      const { id } = await upload(file, 'fileId', setPart);
      sent.current.set(file, id);
      return id;
    } finally {
      setPart(null);
    }
  }

  async function act(data: FormData) {
    const file = data.get('fileId');
    const publishedUrl = textOf(data, 'publishedUrl') || null;
    const hasFile = (file instanceof File && file.size > 0) || (report?.file ?? null) !== null;
    const isTooLarge = file instanceof File && file.size > FILE_BYTES_MAX;
    const organizationId = textOf(data, 'organizationId');
    const submittedOn = textOf(data, 'submittedOn');
    const wrong = [
      ...(forOther && organizationId === '' ? [{ path: 'organizationId', detail: t('report.state.missing') }] : []),
      ...(textOf(data, 'title') === '' ? [{ path: 'title', detail: t('report.title.missing') }] : []),
      ...(submittedOn === '' ? [{ path: 'submittedOn', detail: t('form.day-missing') }] : []),
      ...(submittedOn === UNREADABLE ? [{ path: 'submittedOn', detail: t('form.not-finished') }] : []),
      ...(isTooLarge ? [{ path: 'fileId', detail: t('report.file.too-large') }] : []),
      ...(!hasFile && publishedUrl === null ? [{ path: 'fileId', detail: t('report.file.missing') }] : []),
    ];
    // A file is sent only with a form that can be taken.
    const fileId = wrong.length > 0 ? UNREADABLE : await fileIdOf(data);
    const content: ReportInput = {
      ...(forOther && { organizationId }),
      cycle: textOf(data, 'cycle'),
      instruments: textOf(data, 'instruments').split(' ') as Instrument[],
      title: textOf(data, 'title'),
      language: textOf(data, 'language') as ReportInput['language'],
      submittedOn,
      visibility: textOf(data, 'visibility') as ReportInput['visibility'],
      note: textOf(data, 'note'),
      publishedUrl,
      ...(fileId !== undefined && { fileId }),
    };
    await sendWhole(wrong, () => save(content), ['fileId']);
  }

  return (
    <ActForm
      label={label}
      done={t(report ? 'report.done.saved' : 'report.done.filed')}
      draft={reportDraft(report)}
      readsUnfinished
      onConflict={() => void queries.invalidateQueries({ queryKey: ['reports'] })}
      act={act}
    >
      {(pending) => (
        <>
          {report && <Basis of={report} />}
          {forOther && <StateField />}
          <SelectField
            key={begun.length}
            name="cycle"
            label={t('report.cycle')}
            defaultValue={report?.cycle ?? begun.find(({ current }) => current)?.code}
          >
            {begun.map(({ code, name, meeting }) => (
              <option key={code} value={code}>
                {t('report.cycle.option', { cycle: name, meeting: meeting.name })}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="instruments"
            label={t('report.instruments')}
            defaultValue={(report?.instruments ?? ON[0])?.join(' ')}
          >
            {ON.map((instruments) => (
              <option key={instruments.join(' ')} value={instruments.join(' ')}>
                {on(instruments)}
              </option>
            ))}
          </SelectField>
          <TextField
            name="title"
            label={t('report.title-field')}
            defaultValue={report?.title}
            maxLength={300}
            dir="auto"
          />
          <SelectField name="language" label={t('report.language')} defaultValue={report?.language ?? 'en'}>
            {LANGUAGES.map((code) => (
              <option key={code} value={code}>
                {language(code)}
              </option>
            ))}
          </SelectField>
          <TextField
            type="date"
            name="submittedOn"
            label={t('report.submitted-on')}
            defaultValue={report?.submittedOn ?? today()}
            max={today()}
          />
          <FileField report={report} part={part} />
          <TextField
            type="url"
            name="publishedUrl"
            label={t('report.published-url-field')}
            hint={t('report.published-url.hint')}
            defaultValue={report?.publishedUrl ?? ''}
            maxLength={500}
            dir="ltr"
          />
          <SelectField
            name="visibility"
            label={t('report.visibility')}
            hint={
              session.role === 'coordinator' ? t('report.visibility.hint-coordinator') : t('report.visibility.hint')
            }
            defaultValue={report?.visibility}
          >
            {VISIBILITIES.map((code) => (
              <option key={code} value={code}>
                {words('report-visibility.', code)}
              </option>
            ))}
          </SelectField>
          <LongTextField
            name="note"
            label={t('report.note')}
            hint={t('report.note.hint')}
            defaultValue={report?.note}
            maxLength={2_000}
          />
          <SubmitButton pending={pending}>{submit}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

function StateField() {
  const t = useText();
  const states = useQuery(statesQuery).data ?? [];
  return (
    <SelectField key={states.length} name="organizationId" label={t('report.state')} hint={t('report.state.hint')}>
      <option value="">{t('report.state.choose')}</option>
      {states.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** Says what is taken, what was chosen, and how much of it is sent. */
function FileField({ report, part }: { report: Report | undefined; part: number | null }) {
  const t = useText();
  const size = useFileSize();
  const [chosen, setChosen] = useState<File | null>(null);
  const kept = report?.file ?? null;
  return (
    <div>
      <TextField
        type="file"
        name="fileId"
        label={kept ? t('report.file.replace') : t('report.file')}
        hint={kept ? t('report.file.kept', { file: kept.name }) : t('report.file.hint')}
        accept={FILE_TYPES}
        onChange={(event) => setChosen(event.target.files?.[0] ?? null)}
      />
      {chosen && (
        <p className="hint">
          <bdi>{chosen.name}</bdi> · {size(chosen.size)}
        </p>
      )}
      {part !== null && (
        <p role="status" className="upload">
          <progress aria-label={t('report.file.sending')} value={part} />
          {t('report.file.sent', { part })}
        </p>
      )}
    </div>
  );
}
