import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { READS_AUDIT, READS_MATCHES, READS_ORDERS, READS_PEOPLE, useRole, useSession } from '../api/session.js';
import { Bell } from '../pages/inbox/bell.js';
import { useOtherWindows } from '../pages/session/new-session.js';
import { SessionMenu } from '../pages/session/session-menu.js';
import { SessionNotice } from '../pages/session/session-notice.js';
import { loadPageWords } from '../messages/languages.js';
import { Text, useText } from '../messages/text.js';
import { Said } from './after-act.js';
import { Moment } from './dates.js';

export function Layout() {
  const t = useText();
  useOtherWindows();
  return (
    <>
      <a className="skip" href="#main">
        {t('site.skip')}
      </a>
      <header className="site-header">
        <div className="bounds site-header-row">
          <Link to="/needs" className="wordmark">
            <span className="wordmark-name">{t('site.name')}</span>
            <span className="wordmark-purpose">{t('site.purpose')}</span>
          </Link>
          <Bell />
          <SessionMenu />
        </div>
        <MainMenu />
      </header>
      <OfflineNotice />
      <SessionNotice />
      <Said />
      <PrintedFrom />
      <main id="main" tabIndex={-1} className="bounds">
        <Outlet />
      </main>
      <footer className="site-footer">
        <div className="bounds">
          <p>{t('site.mandate')}</p>
          <p className="no-print">
            <a href="/api/v1/docs">{t('site.api')}</a>
          </p>
        </div>
      </footer>
      <SessionEnded />
    </>
  );
}

/** Loaded with its words; where they do not arrive, the page itself goes on. */
const SessionEndedDialog = lazy<() => ReactNode>(async () => {
  try {
    const [module] = await Promise.all([import('../pages/session/session-ended.js'), loadPageWords()]);
    return { default: module.SessionEndedDialog };
  } catch {
    return { default: () => null };
  }
});

/** Visitors have no session that could end: the form in it loads with the first session. */
function SessionEnded() {
  const session = useSession();
  const [began, setBegan] = useState(false);
  if (session && !began) setBegan(true);
  return (
    began && (
      <Suspense>
        <SessionEndedDialog />
      </Suspense>
    )
  );
}

function MainMenu() {
  const t = useText();
  const role = useRole();
  return (
    <nav className="site-menu no-print" aria-label={t('site.menu')}>
      <ul className="bounds">
        <li>
          <Link to="/needs" activeOptions={{ includeSearch: false }}>
            {t('needs.title')}
          </Link>
        </li>
        <li>
          <Link to="/reports" activeOptions={{ includeSearch: false }}>
            {t('reports.title')}
          </Link>
        </li>
        <li>
          <Link to="/offers" activeOptions={{ includeSearch: false }}>
            {t('offers.title')}
          </Link>
        </li>
        {role && READS_MATCHES.includes(role) && (
          <>
            <li>
              <Link to="/matches" activeOptions={{ includeSearch: false }}>
                {t('matches.title')}
              </Link>
            </li>
            <li>
              <Link to="/projects" activeOptions={{ includeSearch: false }}>
                {t('projects.title')}
              </Link>
            </li>
            <li>
              <Link to="/funds" activeOptions={{ includeSearch: false }}>
                {t('funds.title')}
              </Link>
            </li>
          </>
        )}
        <li>
          <Link to="/organizations" activeOptions={{ includeSearch: false }}>
            {t('organizations.title')}
          </Link>
        </li>
        {role && READS_PEOPLE.includes(role) && (
          <li>
            <Link to="/people" activeOptions={{ includeSearch: false }}>
              {t('people.title')}
            </Link>
          </li>
        )}
        {role && READS_ORDERS.includes(role) && (
          <li>
            <Link to="/orders" activeOptions={{ includeSearch: false }}>
              {t('orders.title')}
            </Link>
          </li>
        )}
        {role && READS_AUDIT.includes(role) && (
          <li>
            <Link to="/audit" activeOptions={{ includeSearch: false }}>
              {t('audit.title')}
            </Link>
          </li>
        )}
      </ul>
    </nav>
  );
}

/** A printed page says where and when it was taken; the filters stand in the address. */
function PrintedFrom() {
  const { href } = useLocation();
  const [at, setAt] = useState(() => new Date());
  useEffect(() => {
    // The page is on its way to the printer once the listener returns.
    const listen = () => flushSync(() => setAt(new Date()));
    addEventListener('beforeprint', listen);
    return () => removeEventListener('beforeprint', listen);
  }, []);
  return (
    <p className="bounds print-only hint">
      <Text
        id="site.printed"
        values={{
          address: <bdi key="address">{location.origin + href}</bdi>,
          at: <Moment key="at" value={at.toISOString()} />,
        }}
      />
    </p>
  );
}

function OfflineNotice() {
  const t = useText();
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const listen = () => setOnline(navigator.onLine);
    addEventListener('online', listen);
    addEventListener('offline', listen);
    return () => {
      removeEventListener('online', listen);
      removeEventListener('offline', listen);
    };
  }, []);
  return (
    <div role="status" className="bounds no-print">
      {!online && <p className="notice notice-warn">{t('site.offline')}</p>}
    </div>
  );
}
