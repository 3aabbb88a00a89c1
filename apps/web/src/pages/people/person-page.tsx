import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { organizationQuery } from '../../api/organizations.js';
import { endRole, giveRole, openAgain, personQuery, restoreRole, shutOut } from '../../api/people.js';
import { FormError } from '../../api/problem.js';
import type { FieldProblem } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import type { EndedRole, Membership, PersonDetail } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { ActForm, CheckField, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import { Page, Section } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { WithLists } from '../../ui/with-lists.js';
import { InAuditLog } from '../audit/in-audit-log.js';
import { EndedNotice, Endings, useEndings, type Ended } from './endings.js';
import { OrganizationField, useOrganizationId } from './organization-field.js';
import { RoleField, roleOf } from './role-field.js';

const route = getRouteApi('/people/$personId');

export function PersonPage() {
  const t = useText();
  const { personId } = route.useParams();
  const query = useQuery(personQuery(personId));
  return (
    <LoadedPage query={query} loading={t('person.loading')} title={t('person.title')}>
      {(person) => <PersonSheet person={person} />}
    </LoadedPage>
  );
}

function PersonSheet({ person }: { person: PersonDetail }) {
  const t = useText();
  const session = useSession();
  const { id, name, email, disabled, memberships, endedRoles } = person;
  const isAdministrator = session?.role === 'administrator';
  const isSelf = session?.person.id === id;
  const mayChange = isAdministrator && !isSelf && !disabled;
  const [ended, setEnded] = useState<readonly Ended[]>([]);
  const ownLead = isAdministrator && isSelf ? t('person.roles.own') : undefined;
  return (
    <Page
      title={name}
      written
      trail={
        <Link to="/people" activeOptions={{ exact: true }}>
          {t('people.title')}
        </Link>
      }
    >
      <Facts>
        <Fact label={t('sign-in.email')}>
          <a href={`mailto:${email}`} dir="ltr">
            {email}
          </a>
        </Fact>
        <Fact label={t('value.id')}>
          <bdi className="id">{id}</bdi>
        </Fact>
      </Facts>
      <InAuditLog of={{ actor: id }} />
      {disabled && (
        <p>
          <Tag tone="bad">{t('person.shut-out')}</Tag> {t('person.shut-out.detail')}
        </p>
      )}
      {disabled && isAdministrator && <OpenAgainForm person={person} />}
      <Section id="roles" title={t('people.roles')} lead={mayChange ? t('person.roles.lead') : ownLead}>
        {ended.map((one) => (
          <EndedNotice key={one.organization.id} ended={one} />
        ))}
        {memberships.length === 0 && <p className="soft">{t('value.none')}</p>}
        {memberships.map((membership) => (
          <Role key={membership.id} person={person} membership={membership} mayChange={mayChange} onEnded={setEnded} />
        ))}
        {endedRoles.map((ended) => (
          <EndedRoleSheet key={ended.id} person={person} ended={ended} mayChange={mayChange} />
        ))}
        {mayChange && <GiveRoleForm person={person} />}
      </Section>
      {mayChange && <ShutOutForm person={person} onEnded={setEnded} />}
    </Page>
  );
}

/** The page shows the person as they are after an act. */
function useRefresh({ id }: PersonDetail): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.invalidateQueries({ queryKey: personQuery(id).queryKey });
    await queries.invalidateQueries({ queryKey: ['people', 'list'] });
  };
}

interface RoleProps {
  readonly person: PersonDetail;
  readonly membership: Membership;
  readonly mayChange: boolean;
  readonly onEnded: (ended: readonly Ended[]) => void;
}

function Role({ person, membership, mayChange, onEnded }: RoleProps) {
  const words = useCodeText();
  const { role, organization } = membership;
  return (
    <div className="contact">
      <h3>{words('role.', role)}</h3>
      <p>
        <Link to="/organizations/$organizationId" params={{ organizationId: organization.id }} dir="auto">
          {organization.name}
        </Link>
      </p>
      {mayChange && (
        <div className="acts no-print">
          <EndRoleForm person={person} membership={membership} onEnded={onEnded} />
        </div>
      )}
    </div>
  );
}

/** A role that ended within the last day; that can be undone. */
function EndedRoleSheet({
  person,
  ended,
  mayChange,
}: Omit<RoleProps, 'membership' | 'onEnded'> & { ended: EndedRole }) {
  const t = useText();
  const words = useCodeText();
  const refresh = useRefresh(person);
  const { id, role, organization, endedAt } = ended;
  const names = { role: words('role.', role), organization: organization.name };
  return (
    <div className="contact">
      <h3>
        {words('role.', role)} <Tag>{t('person.ended-role')}</Tag>
      </h3>
      <p>
        <Link to="/organizations/$organizationId" params={{ organizationId: organization.id }} dir="auto">
          {organization.name}
        </Link>
      </p>
      <p className="soft">
        <Text id="person.ended-role.at" values={{ at: <Moment key="at" value={endedAt} /> }} />
      </p>
      {mayChange && (
        <ActForm
          label={t('person.restore-role', names)}
          done={t('person.restore-role.done')}
          act={() => restoreRole(person.id, id).then(refresh)}
        >
          {(pending) => (
            <>
              <p className="hint">{t('person.restore-role.hint')}</p>
              <SubmitButton pending={pending} kind="plain">
                {t('person.restore-role.submit')}
              </SubmitButton>
            </>
          )}
        </ActForm>
      )}
    </div>
  );
}

/** What was written into {@link ReasonField}. @throws FormError when that is nothing */
function reasonIn(data: FormData, missing: string, problems: readonly FieldProblem[] = []): string {
  const reason = textOf(data, 'reason');
  const all = [...(reason === '' ? [{ path: 'reason', detail: missing }] : []), ...problems];
  if (all.length > 0) throw new FormError(all);
  return reason;
}

function ReasonField() {
  const t = useText();
  return <LongTextField name="reason" label={t('person.reason')} hint={t('person.reason.hint')} />;
}

const isFocalPoint = ({ role }: Membership) => role === 'focal-point';

/** Ends roles, and says what of each organization ended with them; as that stands when it is sent. */
function useEnding(person: PersonDetail, onEnded: RoleProps['onEnded']) {
  const queries = useQueryClient();
  const endingsOf = useEndings();
  const refresh = useRefresh(person);
  return async (memberships: readonly Membership[], end: () => Promise<unknown>) => {
    const organizations = await Promise.all(
      memberships
        .filter(isFocalPoint)
        .map(({ organization }) => queries.fetchQuery({ ...organizationQuery(organization.id), staleTime: 0 })),
    );
    await end();
    const ended = organizations.map((organization) => ({
      organization,
      lines: endingsOf(organization, person.id),
    }));
    void queries.invalidateQueries({ queryKey: ['organizations'] });
    await refresh();
    onEnded(ended.filter(({ lines }) => lines.length > 0));
  };
}

function EndRoleForm({ person, membership, onEnded }: Omit<RoleProps, 'mayChange'>) {
  const t = useText();
  const words = useCodeText();
  const ending = useEnding(person, onEnded);
  const { id, role, organization } = membership;
  return (
    <details className="fold">
      <summary>{t('person.end-role.open')}</summary>
      <WithLists lists={isFocalPoint(membership) ? [organizationQuery(organization.id)] : []}>
        <ActForm
          label={t('person.end-role', { role: words('role.', role), organization: organization.name })}
          done={t('person.end-role.done')}
          act={async (data) => {
            const reason = reasonIn(data, t('form.reason-missing'));
            await ending([membership], () => endRole(person.id, id, reason));
          }}
          draft={`end role ${id}`}
        >
          {(pending) => (
            <>
              <p className="hint">{t('person.end-role.hint', { name: person.name })}</p>
              {isFocalPoint(membership) && <Endings organizationId={organization.id} personId={person.id} />}
              <ReasonField />
              <SubmitButton pending={pending} kind="danger">
                {t('person.end-role.submit')}
              </SubmitButton>
            </>
          )}
        </ActForm>
      </WithLists>
    </details>
  );
}

function GiveRoleForm({ person }: { person: PersonDetail }) {
  const t = useText();
  const refresh = useRefresh(person);
  const organizationIdOf = useOrganizationId();
  async function act(data: FormData) {
    await giveRole(person.id, { organizationId: await organizationIdOf(data), role: roleOf(data) });
    await refresh();
  }
  return (
    <details className="fold no-print">
      <summary>{t('person.give-role')}</summary>
      <ActForm
        label={t('person.give-role')}
        done={t('person.give-role.done')}
        act={act}
        onConflict={() => void refresh()}
      >
        {(pending) => (
          <>
            <OrganizationField />
            <RoleField />
            <SubmitButton pending={pending}>{t('person.give-role.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

/** Not all of it can be undone, so a tick says that it is meant. */
function ShutOutForm({ person, onEnded }: Pick<RoleProps, 'person' | 'onEnded'>) {
  const t = useText();
  const ending = useEnding(person, onEnded);
  const spokenFor = person.memberships.filter(isFocalPoint).map(({ organization }) => organization.id);
  async function act(data: FormData) {
    const unsure = data.get('sure') === null ? [{ path: 'sure', detail: t('person.disable.sure-missing') }] : [];
    const reason = reasonIn(data, t('form.reason-missing'), unsure);
    await ending(person.memberships, () => shutOut(person.id, reason));
  }
  return (
    <details className="fold no-print">
      <summary>{t('person.disable')}</summary>
      <WithLists lists={spokenFor.map(organizationQuery)}>
        <ActForm label={t('person.disable')} done={t('person.disable.done')} act={act} draft={`shut out ${person.id}`}>
          {(pending) => (
            <>
              <p className="hint">{t('person.disable.hint')}</p>
              {spokenFor.map((organizationId) => (
                <Endings key={organizationId} organizationId={organizationId} personId={person.id} />
              ))}
              <ReasonField />
              <CheckField name="sure" label={t('person.disable.sure', { name: person.name })} />
              <SubmitButton pending={pending} kind="danger">
                {t('person.disable.submit')}
              </SubmitButton>
            </>
          )}
        </ActForm>
      </WithLists>
    </details>
  );
}

function OpenAgainForm({ person }: { person: PersonDetail }) {
  const t = useText();
  const refresh = useRefresh(person);
  return (
    <ActForm label={t('person.enable')} done={t('person.enable.done')} act={() => openAgain(person.id).then(refresh)}>
      {(pending) => (
        <>
          <p className="hint">{t('person.enable.hint')}</p>
          <SubmitButton pending={pending}>{t('person.enable')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
