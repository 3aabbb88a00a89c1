import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { templatesQuery, useCategoryNames } from '../../api/reference.js';
import type { NeedTemplate } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { say } from '../../ui/after-act.js';
import { carryDraft, holdsRows, useDraftName } from '../../ui/draft.js';

export function useTemplate(category: string | undefined): NeedTemplate | undefined {
  return useQuery(templatesQuery).data?.find((template) => template.categoryCode === category);
}

/** What the request is about: the form then begins with what such requests ask for as a rule. */
export function TemplateChoice({ category }: { category?: string }) {
  const t = useText();
  const name = useCategoryNames();
  const navigate = useNavigate();
  const draftOf = useDraftName('need new') ?? '';
  const templates = useQuery(templatesQuery).data ?? [];
  return (
    <div className="form">
      <div className="field">
        <label htmlFor="template">{t('template.label')}</label>
        <p className="hint" id="template-hint">
          {t('template.hint')}
        </p>
        <select
          id="template"
          aria-describedby="template-hint"
          value={category ?? ''}
          onChange={({ target }) => {
            if (holdsRows(`${draftOf} ${category ?? ''}`)) say(t('template.kept'));
            carryDraft(`${draftOf} ${category ?? ''}`, `${draftOf} ${target.value}`);
            void navigate({ to: '/needs/new', search: target.value === '' ? {} : { category: target.value } });
          }}
        >
          <option value="">{t('template.none')}</option>
          {templates.map((template) => (
            <option key={template.categoryCode} value={template.categoryCode}>
              {name(template.categoryCode)}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

/** What a good request of this category says, and what donors ask before they answer. */
export function TemplateAdvice({ template }: { template: NeedTemplate }) {
  const t = useText();
  const { advice, questions, standard } = template;
  return (
    <aside className="notice" aria-label={t('template.advice')}>
      <p className="notice-title">{t('template.advice')}</p>
      <p>{advice}</p>
      <p>{t('template.questions')}</p>
      <ul className="bullets">
        {questions.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ul>
      {standard !== null && (
        <p className="hint">
          <Text id="template.standard" values={{ standard: <bdi key="standard">{standard}</bdi> }} />
        </p>
      )}
    </aside>
  );
}
