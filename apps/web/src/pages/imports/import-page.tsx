import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import {
  cancelImport,
  errorsAddress,
  importQuery,
  isOver,
  leftOf,
  requestImport,
  SENT_BY,
  useImportProgress,
} from '../../api/imports.js';
import { useRole } from '../../api/session.js';
import type { Import } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Page, Section } from '../../ui/page.js';
import { StateTag } from '../../ui/tag.js';
import { LoadedPage } from '../../ui/trouble.js';
import { useCounts } from './counts.js';

const route = getRouteApi('/imports/$importId');

export function ImportPage() {
  const t = useText();
  const { importId } = route.useParams();
  return (
    <LoadedPage query={useQuery(importQuery(importId))} loading={t('imports.loading')} title={t('imports.title')}>
      {(one) => <ImportSheet key={one.id} one={one} />}
    </LoadedPage>
  );
}

function ImportSheet({ one }: { one: Import }) {
  const t = useText();
  const words = useCodeText();
  const role = useRole();
  const over = isOver(one);
  useImportProgress(one.id, over);
  const isMaker = role !== null && SENT_BY[role] === one.kind;
  const isDryRun = one.mode === 'dry-run';
  return (
    <Page
      title={one.fileName}
      written
      trail={
        <Link to="/imports" activeOptions={{ exact: true }}>
          {t('imports.title')}
        </Link>
      }
      lead={
        <p>
          {words('import-mode.', one.mode)} · <StateTag of="import" state={one.state} /> ·{' '}
          <Moment value={one.requestedAt} />
        </p>
      }
    >
      <Section id="result" title={isDryRun ? t('import.would') : t('import.did')}>
        <Progress one={one} />
        {one.rows !== null && <Counts one={one} />}
        {one.problem !== null && (
          <div className="notice notice-bad">
            <p className="notice-title">{t('import.failed')}</p>
            <p dir="auto">{one.problem}</p>
          </div>
        )}
        {over && <Unused one={one} />}
        <OpenWhile open={isMaker && !over}>
          <Cancel one={one} />
        </OpenWhile>
      </Section>
      {over && isMaker && <NextStep one={one} />}
    </Page>
  );
}

/** How far it is; a screen reader hears how it ends, and not every step. */
function Progress({ one }: { one: Import }) {
  const t = useText();
  const words = useCodeText();
  const counts = useCounts();
  const done = one.rows === null ? undefined : one.rows - leftOf(one);
  return (
    <>
      <p role="status" className="unseen">
        {isOver(one) ? `${words('state.import.', one.state)}: ${counts(one)}` : ''}
      </p>
      {!isOver(one) && (
        <p className="upload">
          <progress aria-label={t('import.progress')} value={done} max={one.rows ?? undefined} />
          {done === undefined ? t('import.reading') : t('import.row', { done, rows: one.rows ?? 0 })}
        </p>
      )}
      {!isOver(one) && <p className="hint">{t('import.leave')}</p>}
    </>
  );
}

function Counts({ one }: { one: Import }) {
  const t = useText();
  const left = leftOf(one);
  return (
    <Facts>
      <Fact label={t('import.rows')}>{one.rows}</Fact>
      <Fact label={t('import.created')}>{one.created}</Fact>
      <Fact label={t('import.updated')}>{one.updated}</Fact>
      <Fact label={t('import.unchanged')}>{one.unchanged}</Fact>
      <Fact label={t('import.refused')}>{one.refused}</Fact>
      {left > 0 && <Fact label={t('import.left')}>{left}</Fact>}
    </Facts>
  );
}

/** The rows that were not used, as a file that can be corrected and sent again. */
function Unused({ one }: { one: Import }) {
  const t = useText();
  const count = one.refused + leftOf(one);
  if (count === 0) return null;
  return (
    <div className="notice notice-warn">
      <p className="notice-title">{t('import.unused', { count })}</p>
      <p>
        <a href={errorsAddress(one.id)} download>
          {t('import.errors')}
        </a>{' '}
        {t('import.errors.hint')}
      </p>
    </div>
  );
}

function NextStep({ one }: { one: Import }) {
  const t = useText();
  const { created, updated, refused, fileId, state, mode } = one;
  const usable = mode === 'dry-run' && state === 'done' && fileId !== null && created + updated > 0;
  return (
    <Section id="next" title={t('import.next')}>
      {usable ? (
        <Use one={one} fileId={fileId} />
      ) : (
        <p>{state === 'done' && created + updated + refused === 0 ? t('import.nothing') : t('import.again')}</p>
      )}
      <p className="row no-print">
        <Link to="/imports" className="button">
          {t('import.send-another')}
        </Link>
        {one.kind === 'needs' ? (
          <Link to="/needs" search={{ view: 'ours' }} className="button">
            {t('import.to-needs')}
          </Link>
        ) : (
          <Link to="/offers" search={{ own: 'true' }} className="button">
            {t('import.to-offers')}
          </Link>
        )}
      </p>
    </Section>
  );
}

function Use({ one, fileId }: { one: Import; fileId: string }) {
  const t = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  return (
    <>
      <p>{one.refused > 0 ? t('import.use.some', { count: one.refused }) : t('import.use.all')}</p>
      <ActForm
        label={t('import.use')}
        act={async () => {
          const { id: importId } = await requestImport({ kind: one.kind, mode: 'apply', fileId });
          void queries.invalidateQueries({ queryKey: ['imports', 'list'] });
          await navigate({ to: '/imports/$importId', params: { importId } });
        }}
      >
        {(pending) => <SubmitButton pending={pending}>{t('import.use')}</SubmitButton>}
      </ActForm>
    </>
  );
}

function Cancel({ one }: { one: Import }) {
  const t = useText();
  const queries = useQueryClient();
  const { queryKey } = importQuery(one.id);
  return (
    <ActForm
      label={t('import.cancel')}
      onConflict={() => void queries.invalidateQueries({ queryKey })}
      act={async () => void queries.setQueryData(queryKey, await cancelImport(one.id))}
    >
      {(pending) => (
        <SubmitButton pending={pending} kind="plain">
          {t('import.cancel')}
        </SubmitButton>
      )}
    </ActForm>
  );
}
