import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { follow, shortlistQuery, unfollow } from '../../api/shortlist.js';
import type { NeedSummary } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { say } from '../../ui/after-act.js';
import { Trouble } from '../../ui/trouble.js';

/** Whether a person follows a need, and the act that changes it. */
function useFollowing(needId: string) {
  const t = useText();
  const queries = useQueryClient();
  const followed = useQuery(shortlistQuery).data;
  const isFollowed = followed?.includes(needId) ?? false;
  const act = useMutation({
    mutationFn: async (): Promise<void> => void (await (isFollowed ? unfollow(needId) : follow(needId))),
    onSuccess: () => say(t(isFollowed ? 'follow.ended' : 'follow.began')),
    onSettled: () => queries.invalidateQueries({ queryKey: shortlistQuery.queryKey }),
  });
  return { isKnown: followed !== undefined, isFollowed, act };
}

/** Puts a need on the shortlist of a person, who is then told what becomes of it, and takes it off again. */
export function FollowNeed({ needId }: { needId: string }) {
  const t = useText();
  const { isKnown, isFollowed, act } = useFollowing(needId);
  if (!isKnown) return null;
  return (
    <div className="follow no-print">
      {act.error && <Trouble error={act.error} />}
      <button
        type="button"
        className="button"
        aria-disabled={act.isPending || undefined}
        onClick={() => act.isPending || act.mutate()}
      >
        {t(isFollowed ? 'follow.stop' : 'follow.need')}
      </button>
      <p className="hint">
        {t(isFollowed ? 'follow.is-followed' : 'follow.hint')}{' '}
        {isFollowed && <Link to="/shortlist">{t('shortlist.title')}</Link>}
      </p>
    </div>
  );
}

/** The same in a line of a list: a button that is pressed or not, as wide in both. */
export function FollowInList({ need: { id, title } }: { need: NeedSummary }) {
  const t = useText();
  const { isKnown, isFollowed, act } = useFollowing(id);
  return (
    <>
      <button
        type="button"
        className="button follow-toggle no-print"
        aria-pressed={isFollowed}
        aria-disabled={!isKnown || act.isPending || undefined}
        onClick={() => !isKnown || act.isPending || act.mutate()}
      >
        {t('follow.short')} <span className="unseen">{title}</span>
      </button>
      {act.error && <Trouble error={act.error} />}
    </>
  );
}
