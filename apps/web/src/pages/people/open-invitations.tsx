import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { invitationsQuery, revoke, sendAgain } from '../../api/people.js';
import type { Invitation } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { Section } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Tag } from '../../ui/tag.js';
import { Trouble } from '../../ui/trouble.js';

/** Invitations that nobody has accepted yet; nothing where there are none. */
export function OpenInvitations({ mayChange }: { mayChange: boolean }) {
  const t = useText();
  const words = useCodeText();
  const query = useInfiniteQuery(invitationsQuery);
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (items.length === 0) return null;
  const labels = [t('people.name'), t('invitations.role'), t('invitation.until'), t('invitations.acts')];
  const columns = (mayChange ? labels : labels.slice(0, 3)).map((label) => ({ label }));
  return (
    <Section id="invitations" title={t('invitations.title')} lead={t('invitations.lead')}>
      <StackingTable caption={t('invitations.title')} columns={columns}>
        {items.map((invitation) => {
          const { id, name, email, role, organization, state, expiresAt } = invitation;
          return (
            <tr role="row" key={id}>
              <Cell heading label={labels[0]}>
                <bdi>{name}</bdi>
                <span className="under">
                  <bdi dir="ltr">{email}</bdi>
                </span>
              </Cell>
              <Cell label={labels[1]}>
                {words('role.', role)} <span className="soft">·</span> <bdi>{organization.name}</bdi>
              </Cell>
              <Cell label={labels[2]}>
                {state === 'expired' ? <Tag>{t('invitations.expired')}</Tag> : <Day value={expiresAt} />}
              </Cell>
              {mayChange && (
                <Cell label={labels[3]}>
                  <InvitationActs invitation={invitation} />
                </Cell>
              )}
            </tr>
          );
        })}
      </StackingTable>
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('organizations.more'), loading: t('people.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Section>
  );
}

function InvitationActs({ invitation: { id, name } }: { invitation: Invitation }) {
  const t = useText();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  const acts = [
    {
      key: 'invitations.send-again',
      act: () => sendAgain(id),
      spoken: t('invitations.send-again-to', { name }),
      done: t('invitations.sent-again', { name }),
    },
    {
      key: 'invitations.revoke',
      act: () => revoke(id),
      spoken: t('invitations.revoke-of', { name }),
      done: t('invitations.revoked', { name }),
    },
  ] as const;
  const forms = acts.map(({ key, act, spoken, done }) => (
    <ActForm
      key={key}
      label={spoken}
      done={done}
      onConflict={() => void refresh()}
      act={async () => {
        await act();
        await refresh();
      }}
    >
      {(pending) => (
        <SubmitButton pending={pending} kind="plain" aria-label={spoken}>
          {t(key)}
        </SubmitButton>
      )}
    </ActForm>
  ));
  return <div className="in-a-row no-print">{forms}</div>;
}
