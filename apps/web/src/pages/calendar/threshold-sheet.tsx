import { useQueryClient } from '@tanstack/react-query';
import { setThreshold, thresholdQuery } from '../../api/calendar.js';
import { FormError } from '../../api/problem.js';
import { useRole } from '../../api/session.js';
import type { Fact, Threshold } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ChoicesField, choicesOf } from '../../ui/choices-field.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { useList } from '../../ui/use-list.js';
import { ALWAYS } from '../need/missing-facts.js';

/** What may be asked for beside what always is. */
const FACTS = [
  'summary', 'needed-by', 'valid-until', 'action-plan', 'already-done', 'category', 'description', 'unit-cost', 'minimum',
  'place', 'own-contribution',
] as const satisfies readonly Fact[]; // prettier-ignore

/** What a request must reach before it may be handed in; whoever may set it, does so here. */
export function ThresholdSheet({ threshold }: { threshold: Threshold }) {
  const t = useText();
  const words = useCodeText();
  const list = useList('conjunction');
  const role = useRole();
  const { minimumScore, requiredFacts } = threshold;
  const others = FACTS.filter((fact) => requiredFacts.includes(fact));
  return (
    <>
      <p>{t('threshold.score', { score: minimumScore })}</p>
      <p>
        {t('threshold.always')}{' '}
        {others.length === 0
          ? t('threshold.no-facts')
          : t('threshold.facts', { facts: list(others.map((fact) => words('fact.', fact))) })}
      </p>
      {(role === 'coordinator' || role === 'administrator') && <ThresholdForm threshold={threshold} />}
    </>
  );
}

function ThresholdForm({ threshold }: { threshold: Threshold }) {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  const { queryKey } = thresholdQuery;
  async function act(data: FormData) {
    const minimumScore = Number(textOf(data, 'minimumScore'));
    if (
      textOf(data, 'minimumScore') === '' ||
      !Number.isInteger(minimumScore) ||
      minimumScore < 0 ||
      minimumScore > 100
    ) {
      throw new FormError([{ path: 'minimumScore', detail: t('threshold.score-wrong') }]);
    }
    // A published request that changes must state them, too.
    const requiredFacts = [...ALWAYS, ...(choicesOf(data, 'requiredFacts') as Fact[])];
    queries.setQueryData(queryKey, await setThreshold(threshold, { minimumScore, requiredFacts }));
  }
  return (
    <details className="fold no-print">
      <summary>{t('threshold.set')}</summary>
      <ActForm
        key={threshold.version}
        label={t('threshold.set')}
        done={t('threshold.set.done')}
        onConflict={() => void queries.invalidateQueries({ queryKey })}
        act={act}
      >
        {(pending) => (
          <>
            <TextField
              name="minimumScore"
              inputMode="numeric"
              className="short"
              dir="ltr"
              label={t('threshold.score.label')}
              hint={t('threshold.score.hint')}
              defaultValue={String(threshold.minimumScore)}
            />
            <ChoicesField
              name="requiredFacts"
              label={t('threshold.facts.label')}
              options={FACTS.map((code) => ({ code, name: words('fact.', code) }))}
              chosen={threshold.requiredFacts}
            />
            <SubmitButton pending={pending}>{t('threshold.set.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
