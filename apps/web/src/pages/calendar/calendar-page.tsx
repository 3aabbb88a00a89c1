import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useIntl } from 'react-intl';
import { meetingsQuery, thresholdQuery, verificationQuery } from '../../api/calendar.js';
import { cyclesQuery } from '../../api/reports.js';
import { useRole } from '../../api/session.js';
import type { Meeting } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { Page, Section } from '../../ui/page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Tag } from '../../ui/tag.js';
import { Loaded } from '../../ui/trouble.js';
import { AddMeeting, CorrectMeeting, RemoveMeeting } from './meeting-forms.js';
import { ThresholdSheet } from './threshold-sheet.js';
import { VerificationSheet } from './verification-sheet.js';

/** The meetings that the reporting cycles hang on, and the rules that hang on no calendar: what a request must say, how long a verification holds. */
export function CalendarPage() {
  const t = useText();
  const isAdministrator = useRole() === 'administrator';
  const meetings = useQuery(meetingsQuery);
  const cycles = useQuery(cyclesQuery);
  const threshold = useQuery(thresholdQuery);
  const verification = useQuery(verificationQuery);
  return (
    <Page
      title={t('calendar.title')}
      lead={<p>{t('calendar.lead')}</p>}
      trail={
        <Link to="/reports" search={{}} activeOptions={{ exact: true }}>
          {t('reports.title')}
        </Link>
      }
    >
      <Section id="meetings" title={t('calendar.meetings')}>
        <Loaded query={meetings} loading={t('calendar.loading')}>
          {(items) => <MeetingsTable meetings={[...items].reverse()} canCorrect={isAdministrator} />}
        </Loaded>
        {isAdministrator && <AddMeeting />}
      </Section>
      <Section id="cycles" title={t('calendar.cycles')} lead={t('calendar.cycles.lead')}>
        <Loaded query={cycles} loading={t('calendar.loading')}>
          {(items) => (
            <ul className="bullets">
              {items.map(({ code, name, from, until, current }) => (
                <li key={code}>
                  <Link to="/reports/cycles/$cycle" params={{ cycle: code }}>
                    {name}
                  </Link>{' '}
                  <span className="soft">
                    <Text
                      id="calendar.from-until"
                      values={{ from: <Day key="from" value={from} />, until: <Day key="until" value={until} /> }}
                    />
                  </span>{' '}
                  {current && <Tag>{t('calendar.current')}</Tag>}
                </li>
              ))}
            </ul>
          )}
        </Loaded>
      </Section>
      <Section id="threshold" title={t('threshold.title')} lead={t('threshold.lead')}>
        <Loaded query={threshold} loading={t('calendar.loading')}>
          {(one) => <ThresholdSheet threshold={one} />}
        </Loaded>
      </Section>
      <Section id="verification" title={t('verification.title')} lead={t('verification.lead')}>
        <Loaded query={verification} loading={t('calendar.loading')}>
          {(one) => <VerificationSheet verification={one} />}
        </Loaded>
      </Section>
    </Page>
  );
}

/** As exactly as it is known: the days, the month or the year. */
function WhenHeld({ meeting: { startsOn, endsOn, precision } }: { meeting: Meeting }) {
  const { formatDate } = useIntl();
  if (precision !== 'day') {
    const month = precision === 'month' ? ('long' as const) : undefined;
    return <>{formatDate(`${startsOn}T00:00:00Z`, { year: 'numeric', month, timeZone: 'UTC' })}</>;
  }
  const values = { from: <Day key="from" value={startsOn} />, until: <Day key="until" value={endsOn} /> };
  return <Text id="calendar.from-until" values={values} />;
}

/** Shown with the newest first. */
function MeetingsTable({ meetings, canCorrect }: { meetings: readonly Meeting[]; canCorrect: boolean }) {
  const t = useText();
  const words = useCodeText();
  const today = new Date().toISOString().slice(0, 10);
  const columns = [t('calendar.column.meeting'), t('calendar.column.when'), t('calendar.column.source')];
  return (
    <StackingTable caption={t('calendar.meetings')} columns={columns.map((label) => ({ label }))}>
      {meetings.map((meeting) => (
        <tr role="row" key={meeting.code}>
          <Cell heading label={columns[0]}>
            {meeting.name} {meeting.endsOn >= today && <Tag>{t('calendar.to-come')}</Tag>}
            <span className="under">
              {meeting.code} · {words('meeting.', meeting.kind)}
            </span>
          </Cell>
          <Cell label={columns[1]}>
            <WhenHeld meeting={meeting} />
          </Cell>
          <Cell label={columns[2]}>
            <span dir="auto">{meeting.source}</span>
            <span className="under">{words('calendar.basis.', meeting.basis)}</span>
            {canCorrect && <CorrectMeeting meeting={meeting} />}
            {canCorrect && meeting.basis === 'entered' && <RemoveMeeting meeting={meeting} />}
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
