import { useQuery, useQueryClient } from '@tanstack/react-query';
import { endSession, ownSessionsQuery, signOutElsewhere } from '../../api/account.js';
import type { OwnSession } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Moment, useMomentText } from '../../ui/dates.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { Section } from '../../ui/page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Tag } from '../../ui/tag.js';
import { Loaded } from '../../ui/trouble.js';

export function OwnSessions() {
  const t = useText();
  const query = useQuery(ownSessionsQuery);
  return (
    <Section id="sessions" title={t('sessions.title')} lead={t('sessions.lead')}>
      <Loaded query={query} loading={t('account.loading')}>
        {({ items }) => <SessionsTable sessions={items} />}
      </Loaded>
    </Section>
  );
}

function SessionsTable({ sessions }: { sessions: readonly OwnSession[] }) {
  const t = useText();
  const words = useCodeText();
  const refresh = useRefresh();
  const labels = [t('sessions.device'), t('invitations.role'), t('sessions.since'), t('sessions.last')];
  const columns = [...labels, ...(sessions.length > 1 ? [t('invitations.acts')] : [])];
  return (
    <>
      <StackingTable caption={t('sessions.title')} columns={columns.map((label) => ({ label }))}>
        {sessions.map((session) => {
          const { id, device, role, organization, createdAt, lastSeenAt, isThis } = session;
          return (
            <tr role="row" key={id}>
              <Cell heading label={labels[0]}>
                {device === '' ? t('sessions.unknown') : <bdi dir="ltr">{device}</bdi>}{' '}
                {isThis && <Tag tone="good">{t('sessions.this')}</Tag>}
              </Cell>
              <Cell label={labels[1]}>
                {words('role.', role)} <span className="soft">·</span> <bdi>{organization.name}</bdi>
              </Cell>
              <Cell label={labels[2]}>
                <Moment value={createdAt} />
              </Cell>
              <Cell label={labels[3]}>
                <Moment value={lastSeenAt} />
              </Cell>
              {sessions.length > 1 && (
                <Cell label={columns[4]}>
                  {isThis ? (
                    <span className="soft">{t('sessions.this.end')}</span>
                  ) : (
                    <EndSession session={session} onEnded={refresh} />
                  )}
                </Cell>
              )}
            </tr>
          );
        })}
      </StackingTable>
      {sessions.length > 1 && (
        <div className="acts">
          <ActForm
            act={() => signOutElsewhere().then(refresh)}
            label={t('sessions.end-others')}
            done={t('sessions.ended-others')}
          >
            {(pending) => (
              <SubmitButton pending={pending} kind="plain">
                {t('sessions.end-others')}
              </SubmitButton>
            )}
          </ActForm>
        </div>
      )}
    </>
  );
}

function EndSession({
  session: { id, device, createdAt },
  onEnded,
}: {
  session: OwnSession;
  onEnded: () => Promise<void>;
}) {
  const t = useText();
  const since = useMomentText()(createdAt);
  const label = t('sessions.end-of', { device: device === '' ? t('sessions.unknown') : device, since });
  return (
    <div className="in-a-row no-print">
      <ActForm act={() => endSession(id).finally(onEnded)} label={label} done={t('sessions.ended')}>
        {(pending) => (
          <SubmitButton pending={pending} kind="plain" aria-label={label}>
            {t('sessions.end')}
          </SubmitButton>
        )}
      </ActForm>
    </div>
  );
}

function useRefresh(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
}
