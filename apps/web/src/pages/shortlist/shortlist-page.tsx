import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { follow, followedQuery, shortlistQuery, unfollow } from '../../api/shortlist.js';
import type { NeedSummary } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { thenToHeading } from '../../ui/after-act.js';
import { Page } from '../../ui/page.js';
import { Loaded, Trouble } from '../../ui/trouble.js';
import { UndoNotice } from '../../ui/undo-notice.js';
import { NeedsTable } from '../needs/needs-table.js';
import { ChooseNeed, ChosenNeeds } from './chosen-needs.js';
import { COMPARED_MIN } from './compared.js';

const route = getRouteApi('/shortlist');

/** The needs that a person follows; some of them can be put side by side. */
export function ShortlistPage() {
  const t = useText();
  const queries = useQueryClient();
  const shortlist = useQuery(shortlistQuery);
  const [left, setLeft] = useState<NeedSummary | null>(null);
  const reread = () => queries.invalidateQueries({ queryKey: shortlistQuery.queryKey });
  const stop = useMutation({
    mutationFn: ({ id }: NeedSummary) => unfollow(id),
    onSuccess: (_, need) => setLeft(need),
    onSettled: reread,
  });
  const undo = useMutation({ mutationFn: follow, onSuccess: () => setLeft(null), onSettled: reread });
  const error = stop.error ?? undo.error;
  return (
    <Page title={t('shortlist.title')} lead={<p>{t('shortlist.lead')}</p>}>
      {left && (
        <UndoNotice key={left.id} onUndo={() => undo.mutate(left.id)} onOver={() => setLeft(null)}>
          <Text
            id="shortlist.left"
            values={{
              need: (
                <bdi key="need" lang={left.language}>
                  {left.title}
                </bdi>
              ),
            }}
          />
        </UndoNotice>
      )}
      {error && <Trouble error={error} />}
      <Loaded query={shortlist} loading={t('shortlist.loading')}>
        {(ids) => (ids.length === 0 ? <Nothing /> : <Followed ids={ids} onStop={stop.mutate} />)}
      </Loaded>
    </Page>
  );
}

interface FollowedProps {
  readonly onStop: (need: NeedSummary) => void;
}

function Followed({ ids, onStop }: FollowedProps & { ids: readonly string[] }) {
  const t = useText();
  const needs = useQuery({ ...followedQuery(ids), placeholderData: keepPreviousData });
  return (
    <Loaded query={needs} loading={t('shortlist.loading')}>
      {(items) => <Choices needs={items} onStop={onStop} />}
    </Loaded>
  );
}

function Choices({ needs, onStop }: FollowedProps & { needs: readonly NeedSummary[] }) {
  const t = useText();
  const navigate = route.useNavigate();
  const { compare: chosen = [] } = route.useSearch();
  // It takes the place of the present entry: who comes back from the comparison finds what they chose.
  const choose = (compare: readonly string[] | undefined) =>
    void navigate({ search: (before) => ({ ...before, compare }), replace: true, resetScroll: false });
  const acts = (need: NeedSummary) => (
    <div className="row-acts">
      {needs.length >= COMPARED_MIN && <ChooseNeed need={need} chosen={chosen} onChange={choose} />}
      <button type="button" className="button-link" onClick={thenToHeading(() => onStop(need))}>
        {t('follow.stop')} <span className="unseen">{need.title}</span>
      </button>
    </div>
  );
  return (
    <div className="section">
      <NeedsTable needs={needs} extra={{ label: t('needs.column.act'), of: acts }} />
      <ChosenNeeds chosen={chosen} onClear={() => choose(undefined)} />
    </div>
  );
}

function Nothing() {
  const t = useText();
  return (
    <div className="notice">
      <p className="notice-title">{t('shortlist.none')}</p>
      <p>
        {t('shortlist.none-step')} <Link to="/needs">{t('action.to-needs')}</Link>
      </p>
    </div>
  );
}
