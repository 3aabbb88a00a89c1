import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { FormError } from '../../api/problem.js';
import { beginNeed } from '../../api/reports.js';
import type { Report } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { useLanguageName } from './report-words.js';

/** A focal point begins a draft that the report asks for, and goes on with it on its own page. */
export function BeginNeed({ report }: { report: Report }) {
  const t = useText();
  const language = useLanguageName();
  const navigate = useNavigate();
  const queries = useQueryClient();

  async function act(data: FormData) {
    const title = textOf(data, 'title');
    if (title === '') throw new FormError([{ path: 'title', detail: t('begin-need.title-missing') }]);
    const need = await beginNeed(report.id, { title, paragraph: textOf(data, 'paragraph') || null });
    await queries.invalidateQueries();
    await navigate({ to: '/needs/$needId', params: { needId: need.id } });
  }

  return (
    <details className="fold no-print">
      <summary>{t('begin-need.open')}</summary>
      <ActForm
        label={t('begin-need.open')}
        done={t('need-form.done.new')}
        draft={`need from ${report.id}`}
        onConflict={() => void queries.invalidateQueries()}
        act={act}
      >
        {(pending) => (
          <>
            <TextField
              name="title"
              label={t('begin-need.title')}
              hint={t('begin-need.title.hint', { language: language(report.language) })}
              maxLength={300}
              dir="auto"
            />
            <TextField
              name="paragraph"
              label={t('report.paragraph')}
              hint={t('begin-need.paragraph.hint')}
              maxLength={300}
              dir="auto"
            />
            <SubmitButton pending={pending}>{t('begin-need.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
