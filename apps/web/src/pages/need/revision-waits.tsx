import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { revisionsQuery } from '../../api/needs.js';
import type { Need, NeedRevision } from '../../api/types.js';
import { useText } from '../../messages/text.js';

/** The change of a published need that waits for a coordinator: there is one at a time. */
export function useWaitingRevision(need: Need): { readonly revision?: NeedRevision; readonly isPending: boolean } {
  const isPublished = need.state === 'published';
  const query = useInfiniteQuery({ ...revisionsQuery(need.id), enabled: isPublished });
  const revisions = isPublished ? (query.data?.pages.flatMap(({ items }) => items) ?? []) : [];
  return { revision: revisions.find(({ state }) => state === 'proposed'), isPending: isPublished && query.isPending };
}

/** Says before anything is written that no other change can be proposed now, and leads to the one that waits. */
export function RevisionWaits({ need }: { need: Need }) {
  const t = useText();
  return (
    <div className="notice">
      <p className="notice-title">{t('revisions.waits')}</p>
      <p>{t('revisions.waits.detail')}</p>
      <p>
        <Link to="/needs/$needId" params={{ needId: need.id }} hash="changes">
          {t('revisions.waits.see')}
        </Link>
      </p>
    </div>
  );
}
