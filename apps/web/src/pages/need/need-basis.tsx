import type { Need } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Fact, Facts } from '../../ui/facts.js';
import { useParagraphWords } from './paragraphs.js';

/** What was done already, the plan that the request is part of, the paragraphs it answers, and where else it was filed. */
export function NeedBasis({ need }: { need: Need }) {
  const t = useText();
  const words = useCodeText();
  const paragraph = useParagraphWords();
  const { actionPlan, actionPlanRank, alreadyDone, paragraphs, alsoSubmittedTo, alsoSubmittedNote } = need;
  const also = [...alsoSubmittedTo.map((code) => words('channel.', code)), alsoSubmittedNote ?? ''].filter(Boolean);
  if (!actionPlan && !alreadyDone && paragraphs.length === 0 && also.length === 0) return null;
  return (
    <Facts>
      {alreadyDone && (
        <Fact label={t('need-form.already-done')}>
          <span className="prose" lang={need.language} dir="auto">
            {alreadyDone}
          </span>
        </Fact>
      )}
      {actionPlan && (
        <Fact label={t('need-form.action-plan')}>
          <bdi>{actionPlan}</bdi>
          {actionPlanRank !== null && <span className="under">{t('need.plan-rank', { rank: actionPlanRank })}</span>}
        </Fact>
      )}
      {paragraphs.length > 0 && <Fact label={t('need-form.paragraphs')}>{paragraphs.map(paragraph).join('; ')}</Fact>}
      {also.length > 0 && (
        <Fact label={t('need.also-submitted')}>
          <bdi>{also.join(', ')}</bdi>
        </Fact>
      )}
    </Facts>
  );
}
