import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addMeeting, correctMeeting, removeMeeting } from '../../api/calendar.js';
import { cyclesQuery } from '../../api/reports.js';
import type { Meeting, MeetingInput } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { useDayText } from '../../ui/dates.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { sendWhole } from '../../ui/unreadable.js';
import { cutOf } from './cut-cycle.js';

const KINDS = ['biennial-meeting', 'review-conference', 'expert-meeting', 'preparatory-committee'] as const;
const PRECISIONS = ['day', 'month', 'year'] as const;
const CODE_CHARS = 11;
const TEXT_CHARS = 300;

/** A meeting that was decided since. */
export function AddMeeting() {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  const read = useRead();
  const [written, setWritten] = useState({ kind: '', endsOn: '' });
  async function act(data: FormData) {
    const code = textOf(data, 'code').toUpperCase();
    const { content, missing } = read(data, ['code', 'name']);
    const meeting = { ...content, code, kind: textOf(data, 'kind') as MeetingInput['kind'] };
    await sendWhole(missing, () => addMeeting(meeting));
    await queries.invalidateQueries({ queryKey: ['reference'] });
  }
  return (
    <details
      className="fold no-print"
      onInput={({ target }) => {
        const { form } = target as HTMLInputElement;
        const data = form && new FormData(form);
        if (data) setWritten({ kind: textOf(data, 'kind'), endsOn: textOf(data, 'endsOn') });
      }}
    >
      <summary>{t('meeting.add')}</summary>
      <ActForm label={t('meeting.add')} done={t('meeting.add.done')} act={act} draft="meeting">
        {(pending) => (
          <>
            <TextField
              name="code"
              className="short"
              maxLength={CODE_CHARS}
              label={t('meeting.code')}
              hint={t('meeting.code.hint')}
            />
            <SelectField name="kind" label={t('meeting.kind')}>
              {KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {words('meeting.', kind)}
                </option>
              ))}
            </SelectField>
            <Content />
            <WhatIsCut {...written} />
            <SubmitButton pending={pending}>{t('meeting.add.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

/** Other days, another name, with where that was decided. */
export function CorrectMeeting({ meeting }: { meeting: Meeting }) {
  const t = useText();
  const queries = useQueryClient();
  const read = useRead();
  const reread = () => queries.invalidateQueries({ queryKey: ['reference'] });
  return (
    <details className="fold no-print">
      <summary>{t('meeting.correct', { code: meeting.code })}</summary>
      <ActForm
        label={t('meeting.correct', { code: meeting.code })}
        done={t('meeting.correct.done')}
        onConflict={() => void reread()}
        act={async (data) => {
          const { content, missing } = read(data, ['name']);
          await sendWhole(missing, () => correctMeeting(meeting, content));
          await reread();
        }}
      >
        {(pending) => (
          <>
            <Content meeting={meeting} />
            <SubmitButton pending={pending}>{t('meeting.correct.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

/** Before a meeting is added: the reporting cycle that it divides. */
function WhatIsCut({ kind, endsOn }: { kind: string; endsOn: string }) {
  const t = useText();
  const day = useDayText();
  const cut = cutOf(useQuery(cyclesQuery).data ?? [], kind, endsOn);
  return (
    <p role="status" className={cut ? 'notice' : undefined}>
      {cut && t('meeting.cuts', { name: cut.name, code: cut.code, until: day(endsOn), from: day(cut.from) })}
    </p>
  );
}

/** One that was entered wrongly. */
export function RemoveMeeting({ meeting }: { meeting: Meeting }) {
  const t = useText();
  const queries = useQueryClient();
  const reread = () => queries.invalidateQueries({ queryKey: ['reference'] });
  const label = t('meeting.remove', { code: meeting.code });
  return (
    <details className="fold no-print">
      <summary>{label}</summary>
      <ActForm
        label={label}
        done={t('meeting.remove.done')}
        onConflict={() => void reread()}
        act={async () => {
          await removeMeeting(meeting);
          await reread();
        }}
      >
        {(pending) => (
          <>
            <p>{t('meeting.remove.lead')}</p>
            <SubmitButton pending={pending} kind="danger">
              {t('meeting.remove.submit')}
            </SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

function Content({ meeting }: { meeting?: Meeting }) {
  const t = useText();
  const words = useCodeText();
  return (
    <>
      <TextField name="name" maxLength={TEXT_CHARS} label={t('meeting.name')} defaultValue={meeting?.name} />
      <TextField
        name="startsOn"
        type="date"
        className="short"
        label={t('meeting.starts-on')}
        defaultValue={meeting?.startsOn}
      />
      <TextField
        name="endsOn"
        type="date"
        className="short"
        label={t('meeting.ends-on')}
        defaultValue={meeting?.endsOn}
      />
      <SelectField name="precision" label={t('meeting.precision')} defaultValue={meeting?.precision ?? 'day'}>
        {PRECISIONS.map((precision) => (
          <option key={precision} value={precision}>
            {words('calendar.precision.', precision)}
          </option>
        ))}
      </SelectField>
      <TextField
        name="source"
        maxLength={TEXT_CHARS}
        label={t('meeting.source')}
        hint={t('meeting.source.hint')}
        defaultValue={meeting?.source}
      />
    </>
  );
}

/** What {@link Content} asks for, and what of it is not filled in. */
function useRead() {
  const t = useText();
  return (data: FormData, texts: readonly string[]) => {
    const missing = [...texts, 'startsOn', 'endsOn', 'source']
      .filter((name) => textOf(data, name) === '')
      .map((path) => ({ path, detail: t(path.endsWith('On') ? 'form.day-missing' : 'meeting.missing') }));
    const content = {
      name: textOf(data, 'name'),
      startsOn: textOf(data, 'startsOn'),
      endsOn: textOf(data, 'endsOn'),
      precision: textOf(data, 'precision') as Meeting['precision'],
      source: textOf(data, 'source'),
    };
    return { content, missing };
  };
}
