import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import {
  cancelImport,
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
import { ChangingRows } from './changing-rows.js';
import { FiledRows } from './filed-rows.js';
import { Progress } from './progress.js';
import { UnusedRows } from './unused-rows.js';

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
        <OpenWhile open={isMaker && !over}>
          <Cancel one={one} />
        </OpenWhile>
      </Section>
      {over && changesOf(one) > 0 && <ChangingRows one={one} />}
      {over && one.refused + leftOf(one) > 0 && <UnusedRows one={one} isMaker={isMaker} />}
      {over && isMaker && <NextStep one={one} />}
      {over && one.alreadyFiled > 0 && <FiledRows one={one} />}
    </Page>
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
      {one.proposed > 0 && <Fact label={t('import.proposed')}>{one.proposed}</Fact>}
      <Fact label={t('import.unchanged')}>{one.unchanged}</Fact>
      {one.alreadyFiled > 0 && <Fact label={t('import.filed')}>{one.alreadyFiled}</Fact>}
      <Fact label={t('import.refused')}>{one.refused}</Fact>
      {left > 0 && <Fact label={t('import.left')}>{left}</Fact>}
    </Facts>
  );
}

const changesOf = ({ created, updated, proposed }: Import) => created + updated + proposed;

/** One act stands out: what this person most likely came for. */
function NextStep({ one }: { one: Import }) {
  const t = useText();
  const { rows, refused, fileId, state, mode } = one;
  const changes = changesOf(one);
  const usable = mode === 'dry-run' && state === 'done' && fileId !== null && changes > 0;
  const isUsed = mode === 'apply' && changes > 0;
  const isNothing = state === 'done' && changes + refused === 0;
  const again = t(rows === 0 ? 'import.no-rows' : isNothing ? 'import.nothing' : 'import.again');
  const main = (isMain: boolean) => (isMain ? 'button button-primary' : undefined);
  const toList = t(one.kind === 'needs' ? 'import.to-needs' : 'import.to-offers');
  return (
    <Section id="next" title={t('import.next')}>
      {usable && <Use one={one} fileId={fileId} />}
      {!usable && (refused > 0 || !isUsed) && <p>{again}</p>}
      <p className="row no-print import-next">
        {!usable && !isUsed && (
          <Link to="/imports" className={main(true)}>
            {t('import.send-another')}
          </Link>
        )}
        {one.kind === 'needs' ? (
          <Link to="/needs" search={{ view: 'ours' }} className={main(isUsed)}>
            {toList}
          </Link>
        ) : (
          <Link to="/offers" search={{ own: 'true' }} className={main(isUsed)}>
            {toList}
          </Link>
        )}
        {(usable || isUsed) && <Link to="/imports">{t('import.send-another')}</Link>}
      </p>
    </Section>
  );
}

function Use({ one, fileId }: { one: Import; fileId: string }) {
  const t = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const label =
    one.refused > 0
      ? t('import.use.usable', { count: (one.rows ?? 0) - one.refused - one.alreadyFiled })
      : t('import.use');
  return (
    <>
      <p>{one.refused > 0 ? t('import.use.some', { count: one.refused }) : t('import.use.all')}</p>
      <ActForm
        label={label}
        done={t('import.use.done')}
        act={async () => {
          const { id: importId } = await requestImport({ kind: one.kind, mode: 'apply', fileId });
          void queries.invalidateQueries({ queryKey: ['imports', 'list'] });
          await navigate({ to: '/imports/$importId', params: { importId } });
        }}
      >
        {(pending) => <SubmitButton pending={pending}>{label}</SubmitButton>}
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
      done={t('import.cancel.done')}
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
