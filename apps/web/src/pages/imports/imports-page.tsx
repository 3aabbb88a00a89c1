import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { importsQuery, READS_IMPORTS, requestImport, SENT_BY } from '../../api/imports.js';
import { FormError } from '../../api/problem.js';
import { sessionQuery } from '../../api/session.js';
import type { Import, Session } from '../../api/types.js';
import { ROWS_BYTES_MAX, upload } from '../../api/upload.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { ActForm, SubmitButton, TextField } from '../../ui/form.js';
import { Page, Section } from '../../ui/page.js';
import { ShowMore } from '../../ui/show-more.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { useCounts } from './counts.js';
import { SignInLink } from '../../ui/sign-in-link.js';

/** Files of needs or offers that the person sent back, and a place to send one; to others, who may and where they read. */
export function ImportsPage() {
  const t = useText();
  const session = useQuery(sessionQuery).data;
  if (session === undefined) return <Page title={t('imports.title')} pending />;
  if (session === null || !READS_IMPORTS.includes(session.role)) return <NotForRole session={session} />;
  const kind = SENT_BY[session.role];
  return (
    <Page title={t('imports.title')} lead={<p>{t(kind ? 'imports.lead' : 'imports.lead.reader')}</p>}>
      {kind && <SendFile kind={kind} />}
      <SentFiles own={kind !== undefined} />
    </Page>
  );
}

function NotForRole({ session }: { session: Session | null }) {
  const t = useText();
  const words = useCodeText();
  return (
    <Page title={t('imports.title')}>
      <div className="notice">
        <p className="notice-title">{t('imports.others')}</p>
        <p>
          {session === null
            ? t('imports.others.signed-out')
            : t('imports.others.role', { role: words('role.', session.role) })}
        </p>
        {session === null ? (
          <SignInLink className="button button-primary" />
        ) : (
          <p>
            {t('imports.others.step')} <Link to="/needs">{t('needs.title')}</Link> ·{' '}
            <Link to="/offers">{t('offers.title')}</Link>
          </p>
        )}
      </div>
    </Page>
  );
}

function SentFiles({ own }: { own: boolean }) {
  const t = useText();
  const query = useInfiniteQuery(importsQuery);
  const imports = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Section id="sent" title={t(own ? 'imports.sent' : 'imports.sent.all')}>
      {query.isPending && <Loading what={t('imports.loading')} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && imports.length === 0 && <p>{t('imports.none')}</p>}
      {imports.length > 0 && <ImportsTable imports={imports} />}
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('imports.more'), loading: t('imports.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Section>
  );
}

/** What the api would refuse, said before it is sent. */
function faultOf(file: FormDataEntryValue | null): 'missing' | 'empty' | 'workbook' | 'too-large' | null {
  if (!(file instanceof File) || file.name === '') return 'missing';
  if (file.size === 0) return 'empty';
  if (/\.(xlsx?|xlsm|xlsb|ods|numbers)$/i.test(file.name)) return 'workbook';
  return file.size > ROWS_BYTES_MAX ? 'too-large' : null;
}

/** Sends a file and has it tried; nothing is changed until the person has seen what it would do. */
function SendFile({ kind }: { kind: Import['kind'] }) {
  const t = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [part, setPart] = useState<number | null>(null);

  async function act(data: FormData) {
    const file = data.get('fileId');
    const fault = faultOf(file);
    if (!(file instanceof File) || fault) {
      throw new FormError([{ path: 'fileId', detail: t(`imports.file.${fault ?? 'missing'}`) }]);
    }
    setPart(0);
    try {
      const { id: fileId } = await upload(file, 'fileId', setPart);
      const { id: importId } = await requestImport({ kind, mode: 'dry-run', fileId });
      void queries.invalidateQueries({ queryKey: ['imports', 'list'] });
      await navigate({ to: '/imports/$importId', params: { importId } });
    } finally {
      setPart(null);
    }
  }

  return (
    <Section id="send" title={t(kind === 'needs' ? 'imports.send.needs' : 'imports.send.offers')}>
      <ol className="bullets">
        <li>{t(kind === 'needs' ? 'imports.step.download.needs' : 'imports.step.download.offers')}</li>
        <li>{t('imports.step.change')}</li>
        <li>{t('imports.step.save')}</li>
        <li>{t('imports.step.try')}</li>
      </ol>
      <ActForm label={t('imports.send')} done={t('imports.send.done')} act={act}>
        {(pending) => (
          <>
            <TextField
              type="file"
              name="fileId"
              label={t('imports.file')}
              hint={t('imports.file.hint')}
              accept=".csv,.txt"
            />
            {part !== null && (
              <p role="status" className="upload">
                <progress aria-label={t('imports.sending')} value={part} />
                {t('imports.file.sent', { part })}
              </p>
            )}
            <SubmitButton pending={pending}>{t('imports.try')}</SubmitButton>
          </>
        )}
      </ActForm>
    </Section>
  );
}

function ImportsTable({ imports }: { imports: readonly Import[] }) {
  const t = useText();
  const words = useCodeText();
  const counts = useCounts();
  const columns = [
    t('imports.column.file'),
    t('imports.column.mode'),
    t('imports.column.result'),
    t('imports.column.sent'),
  ];
  return (
    <StackingTable caption={t('imports.sent')} columns={columns.map((label) => ({ label }))}>
      {imports.map((one) => (
        <tr role="row" key={one.id}>
          <Cell heading label={columns[0]}>
            <Link to="/imports/$importId" params={{ importId: one.id }}>
              <bdi>{one.fileName}</bdi>
            </Link>
          </Cell>
          <Cell label={columns[1]}>{words('import-mode.', one.mode)}</Cell>
          <Cell label={columns[2]}>
            <StateTag of="import" state={one.state} /> {counts(one)}
          </Cell>
          <Cell label={columns[3]}>
            <Moment value={one.requestedAt} />
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
