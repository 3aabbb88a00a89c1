import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { follow, shortlistQuery, unfollow } from '../../api/shortlist.js';
import { useText } from '../../messages/text.js';
import { say } from '../../ui/after-act.js';
import { Trouble } from '../../ui/trouble.js';

/** Puts a need on the shortlist of a person, who is then told what becomes of it, and takes it off again. */
export function FollowNeed({ needId }: { needId: string }) {
  const t = useText();
  const queries = useQueryClient();
  const followed = useQuery(shortlistQuery).data;
  const isFollowed = followed?.includes(needId) ?? false;
  const act = useMutation({
    mutationFn: async (): Promise<void> => void (await (isFollowed ? unfollow(needId) : follow(needId))),
    onSuccess: () => say(t(isFollowed ? 'follow.ended' : 'follow.began')),
    onSettled: () => queries.invalidateQueries({ queryKey: shortlistQuery.queryKey }),
  });
  if (!followed) return null;
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
