import type { Need, Role } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Section } from '../../ui/page.js';
import { Spokespeople, useSpeaksFor } from '../organizations/spokespeople.js';
import { CopyNeed, OwnNeedActs } from './need-acts.js';
import { NeedThread, OpenQuestions } from './need-thread.js';
import { ReviewActs } from './review-acts.js';
import { useIsImportedForUs, useStateConcerned } from './state-concerned.js';

/** Who reads what was asked about a need that is not their own. */
const REVIEW_READERS: readonly Role[] = ['coordinator', 'auditor'];

export function readsReview(role: Role | null, isOwn: boolean): boolean {
  return isOwn || (role !== null && REVIEW_READERS.includes(role));
}

/** Its organization handed it in again, or a coordinator took it back, whatever was answered. */
const AFTER_QUESTIONS: readonly Need['state'][] = ['under-review', 'validated'];

/** What was asked about the need before it was published, and what can be done with it now. */
export function NeedReview({ need, role, isOwn }: { need: Need; role: Role | null; isOwn: boolean }) {
  const t = useText();
  const ofState = useStateConcerned(need);
  const speaks = useSpeaksFor(ofState ?? '');
  const isReviewer = role === 'coordinator' && !isOwn;
  const isImported = useIsImportedForUs(need);
  const lead = isImported ? 'need.review.lead.imported' : 'need.review.lead.concerned';
  if (!readsReview(role, isOwn) && ofState === null) return null;
  return (
    <Section id="review" title={t('need.review')} lead={t(ofState === null ? 'need.review.lead' : lead)}>
      {ofState !== null && !speaks && <Spokespeople organizationId={ofState} />}
      {need.submittedAt !== null && (
        <details className="fold" open={need.publishedAt === null}>
          <summary>{t('thread.earlier')}</summary>
          <NeedThread need={need} writes={isOwn || isReviewer || (ofState !== null && speaks)} answers={isOwn} />
        </details>
      )}
      {AFTER_QUESTIONS.includes(need.state) && <OpenQuestions needId={need.id} />}
      <div className="acts no-print">
        {(isOwn || (isImported && speaks)) && <OwnNeedActs need={need} />}
        {isOwn && <CopyNeed need={need} />}
        {isReviewer && <ReviewActs need={need} />}
      </div>
    </Section>
  );
}
