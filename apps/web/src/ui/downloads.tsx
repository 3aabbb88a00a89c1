import { Link } from '@tanstack/react-router';
import { useText } from '../messages/text.js';

type Format = 'csv' | 'xlsx' | 'columns';

/** What the page lists as a file: plain links, which a slow line can take up again. */
export function Downloads({ address, sends }: { address: (format: Format) => string; sends: boolean }) {
  const t = useText();
  return (
    <p className="no-print downloads">
      {t('download.as')}{' '}
      <a href={address('csv')} download>
        {t('download.csv')}
      </a>
      {' · '}
      <a href={address('xlsx')} download>
        {t('download.xlsx')}
      </a>
      {' · '}
      <a href={address('columns')} download>
        {t('download.columns')}
      </a>
      {sends && (
        <>
          {' · '}
          <Link to="/imports">{t('download.send-back')}</Link>
        </>
      )}
    </p>
  );
}
