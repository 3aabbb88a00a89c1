import { Link } from '@tanstack/react-router';
import { useText } from '../messages/text.js';
import { Page } from './page.js';
import { Trouble } from './trouble.js';

/** An address that no page answers to. */
export function NoSuchPage() {
  const t = useText();
  return (
    <Page title={t('dead-end.title')}>
      <p>{t('dead-end.detail')}</p>
      <p>
        <Link to="/needs">{t('action.to-needs')}</Link>
      </p>
    </Page>
  );
}

/** A page that could not be shown: its code did not arrive, or it broke. */
export function PageFailed({ error }: { error: unknown }) {
  const t = useText();
  // Offline, loading again would leave the browser's error page instead of this one.
  const retry = () => navigator.onLine && location.reload();
  return (
    <Page title={t('dead-end.broken')}>
      <Trouble error={error} retry={retry} />
    </Page>
  );
}
