import type { Need, Role } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Section } from '../../ui/page.js';
import { CopyNeed, OwnNeedActs } from './need-acts.js';
import { NeedThread } from './need-thread.js';
import { ReviewActs } from './review-acts.js';

/** Who reads what was asked about a need that is not their own. */
const REVIEW_READERS: readonly Role[] = ['coordinator', 'auditor'];

export function readsReview(role: Role | null, isOwn: boolean): boolean {
  return isOwn || (role !== null && REVIEW_READERS.includes(role));
}

/** What was asked about the need before it was published, and what can be done with it now. */
export function NeedReview({ need, role, isOwn }: { need: Need; role: Role | null; isOwn: boolean }) {
  const t = useText();
  const isReviewer = role === 'coordinator' && !isOwn;
  if (!readsReview(role, isOwn)) return null;
  return (
    <Section id="review" title={t('need.review')} lead={t('need.review.lead')}>
      {need.submittedAt !== null && (
        <details className="fold" open={need.publishedAt === null}>
          <summary>{t('thread.earlier')}</summary>
          <NeedThread need={need} writes={isOwn || isReviewer} answers={isOwn} />
        </details>
      )}
      <div className="acts no-print">
        {isOwn && <OwnNeedActs need={need} />}
        {isOwn && <CopyNeed need={need} />}
        {isReviewer && <ReviewActs need={need} />}
      </div>
    </Section>
  );
}
