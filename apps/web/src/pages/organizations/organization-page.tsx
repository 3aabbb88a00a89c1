import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { organizationQuery } from '../../api/organizations.js';
import { useAreaNames } from '../../api/reference.js';
import { READS_PEOPLE, useSession } from '../../api/session.js';
import type { Organization, PointOfContact, Session } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Page, Section } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { useList } from '../../ui/use-list.js';
import { AreasForm } from './areas-form.js';
import { ComingContactActs, ContactActs } from './contact-acts.js';
import { CorrectOrganizationForm } from './describe-form.js';
import { DesignateForm } from './designate-form.js';
import { isToCome } from './organization-acts.js';

const route = getRouteApi('/organizations/$organizationId');

export function OrganizationPage() {
  const t = useText();
  const { organizationId } = route.useParams();
  const query = useQuery(organizationQuery(organizationId));
  return (
    <LoadedPage query={query} loading={t('organization.loading')} title={t('organization.title')}>
      {(organization) => <OrganizationSheet organization={organization} />}
    </LoadedPage>
  );
}

/** Whether the person enters what a letter says. */
const isSecretariat = (session: Session | null) => session?.role === 'coordinator' || session?.role === 'administrator';

/** Kinds that request assistance. */
const REQUESTING: readonly Organization['kind'][] = ['state', 'donor-state', 'regional-organization'];

function OrganizationSheet({ organization }: { organization: Organization }) {
  const t = useText();
  const words = useCodeText();
  const areaName = useAreaNames();
  const list = useList('conjunction');
  const session = useSession();
  const { id, name, kind, areaIso2, source, externalRef, pointsOfContact, focalPoints, requestsForAreas } =
    organization;
  const current = pointsOfContact.filter(({ isCurrent }) => isCurrent);
  const others = pointsOfContact.filter(({ isCurrent }) => !isCurrent);
  return (
    <Page
      title={name}
      written
      trail={
        <Link to="/organizations" activeOptions={{ exact: true }}>
          {t('organizations.title')}
        </Link>
      }
      lead={<p>{words('organization.kind.', kind)}</p>}
    >
      <Facts>
        {areaIso2 !== null && <Fact label={t('organization.area')}>{areaName(areaIso2)}</Fact>}
        {requestsForAreas.length > 0 && <Fact label={t('areas.label')}>{list(requestsForAreas.map(areaName))}</Fact>}
        {source !== null && (
          <Fact label={t('need.source')}>
            <bdi>
              {source} {externalRef}
            </bdi>
          </Fact>
        )}
        <Fact label={t('value.id')}>
          <bdi className="id">{id}</bdi>
        </Fact>
      </Facts>
      {session && READS_PEOPLE.includes(session.role) && (
        <p className="no-print">
          <Link to="/people" search={{ organization: id }}>
            {t('organization.people')}
          </Link>
        </p>
      )}
      {session?.role === 'administrator' && <CorrectOrganizationForm organization={organization} />}
      {isSecretariat(session) && REQUESTING.includes(kind) && <AreasForm organization={organization} />}
      <Section id="contacts" title={t('contacts.title')} lead={t('contacts.lead')}>
        {current.length === 0 && <p className="soft">{t('contacts.none')}</p>}
        {current.map((contact) => (
          <Contact key={contact.id} contact={contact}>
            <ContactActs organization={organization} contact={contact} />
          </Contact>
        ))}
        {isSecretariat(session) && <DesignateForm organization={organization} />}
      </Section>
      {others.length > 0 && (
        <Section id="other-contacts" title={t('contacts.others')}>
          {others.map((contact) => (
            <Contact key={contact.id} contact={contact}>
              {isToCome(contact) && <ComingContactActs organization={organization} contact={contact} />}
            </Contact>
          ))}
        </Section>
      )}
      {focalPoints.length > 0 && (
        <Section id="focal-points" title={t('focal-points.title')} lead={t('focal-points.lead')}>
          <ul className="bullets">
            {focalPoints.map(({ personId, name, email }) => (
              <li key={personId}>
                <bdi>{name}</bdi> <a href={`mailto:${email}`}>{email}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

/** A term that ended on its first day was cancelled. */
function termWords(contact: PointOfContact) {
  const { startsOn, endsOn } = contact;
  if (endsOn === null) return isToCome(contact) ? 'contacts.from' : 'contacts.since';
  return endsOn === startsOn ? 'contacts.cancelled' : 'contacts.from-to';
}

function Contact({ contact, children }: { contact: PointOfContact; children?: React.ReactNode }) {
  const t = useText();
  const words = useCodeText();
  const { instrument, isPrimary, name, email, phone, startsOn, endsOn, verifiedOn, verificationDue, letterFileId } =
    contact;
  return (
    <div className="contact">
      <h3>
        {name === null ? <span className="soft">{t('contacts.name-kept')}</span> : <bdi>{name}</bdi>}{' '}
        {isPrimary && <Tag>{t('contacts.primary')}</Tag>} {verificationDue && <Tag tone="bad">{t('contacts.due')}</Tag>}
      </h3>
      <p>
        {words('instrument.', instrument)}
        {email !== null && (
          <>
            {' · '}
            <a href={`mailto:${email}`}>{email}</a>
          </>
        )}
        {phone !== null && (
          <>
            {' · '}
            <a href={`tel:${phone}`} dir="ltr">
              {phone}
            </a>
          </>
        )}
      </p>
      <p className="under">
        <Text
          id={termWords(contact)}
          values={{
            from: <Day key="from" value={startsOn} />,
            to: endsOn === null ? '' : <Day key="to" value={endsOn} />,
            verified: <Day key="verified" value={verifiedOn} />,
          }}
        />
      </p>
      {letterFileId !== null && (
        <p className="under">
          <a href={`/api/v1/files/${letterFileId}`} download>
            {t('letter.open')}
          </a>
        </p>
      )}
      {contact.delegations.map(({ id, name, until }) => (
        <p className="under" key={id}>
          <Text
            id="contacts.delegated"
            values={{ name: <bdi key="name">{name}</bdi>, until: <Day key="until" value={until} /> }}
          />
        </p>
      ))}
      {children}
    </div>
  );
}
