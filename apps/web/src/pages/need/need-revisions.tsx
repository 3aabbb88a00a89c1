import { useInfiniteQuery } from '@tanstack/react-query';
import { declineRevision, publishRevision, revisionsQuery, withdrawRevision } from '../../api/needs.js';
import type { Need, NeedRevision, Role } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Section } from '../../ui/page.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { ShowMore } from '../../ui/show-more.js';
import { StateTag } from '../../ui/tag.js';
import { Note } from '../../ui/words.js';
import { Differences } from './differences.js';
import { useNeedReread } from './use-need-acts.js';

interface NeedRevisionsProps {
  readonly need: Need;
  readonly role: Role | null;
  readonly mayWithdraw: boolean;
}

/** How the need changed since it was published, and the change that waits for a decision. Nothing while it never changed. */
export function NeedRevisions({ need, role, mayWithdraw }: NeedRevisionsProps) {
  const t = useText();
  const query = useInfiniteQuery(revisionsQuery(need.id));
  const revisions = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = revisions.filter(({ differences }) => differences.length > 0);
  if (shown.length === 0) return null;
  return (
    <Section id="changes" title={t('revisions.title')} lead={t('revisions.lead')}>
      {shown.map((revision) => (
        <article key={revision.id} className="revision">
          <Head revision={revision} />
          {revision.reason !== null && <Note text={revision.reason} />}
          <Differences language={need.language} differences={revision.differences} />
          {revision.note !== null && (
            <>
              <p className="under">{t('revisions.note')}</p>
              <Note text={revision.note} />
            </>
          )}
          <OpenWhile open={revision.state === 'proposed'}>
            <div className="acts no-print">
              {role === 'coordinator' && <DecideActs need={need} revision={revision} />}
              {mayWithdraw && <WithdrawAct need={need} revision={revision} />}
            </div>
          </OpenWhile>
        </article>
      ))}
      <ShowMore
        more={query.hasNextPage}
        busy={query.isFetchingNextPage}
        words={{ more: t('revisions.more'), loading: t('revisions.loading') }}
        onMore={() => void query.fetchNextPage()}
      />
    </Section>
  );
}

function Head({ revision }: { revision: NeedRevision }) {
  const t = useText();
  const { number, state, proposedBy, proposedAt, decidedAt } = revision;
  const by = proposedBy && <bdi>{proposedBy.name}</bdi>;
  return (
    <>
      <h3>
        {number === null ? t('revisions.proposal') : t('revisions.number', { number })}{' '}
        {state !== 'published' && <StateTag of="revision" state={state} />}
      </h3>
      <p className="under">
        <Moment value={decidedAt ?? proposedAt} />
        {by !== null && (
          <>
            {' · '}
            <Text id="revisions.by" values={{ name: by }} />
          </>
        )}
      </p>
    </>
  );
}

function DecideActs({ need, revision }: { need: Need; revision: NeedRevision }) {
  const t = useText();
  const { onConflict, onDone } = useNeedReread(need);
  return (
    <>
      <ActForm
        label={t('revisions.publish')}
        done={t('revisions.publish.done')}
        onConflict={onConflict}
        act={async () => {
          await publishRevision(need, revision);
          await onDone();
        }}
      >
        {(pending) => <SubmitButton pending={pending}>{t('revisions.publish')}</SubmitButton>}
      </ActForm>
      <OpenWhile open={revision.state === 'proposed'}>
        <ReasonForm
          words={{
            open: t('revisions.decline'),
            label: t('need.act.reason'),
            hint: t('revisions.decline.hint'),
            submit: t('revisions.decline'),
          }}
          act={async (note) => {
            await declineRevision(need, revision, note);
            await onDone();
          }}
          onConflict={onConflict}
          draft={`decline ${revision.id}`}
          done={t('revisions.decline.done')}
        />
      </OpenWhile>
    </>
  );
}

function WithdrawAct({ need, revision }: { need: Need; revision: NeedRevision }) {
  const t = useText();
  const { onConflict, onDone } = useNeedReread(need);
  return (
    <ActForm
      label={t('revisions.withdraw')}
      done={t('revisions.withdraw.done')}
      onConflict={onConflict}
      act={async () => {
        await withdrawRevision(need, revision);
        await onDone();
      }}
    >
      {(pending) => (
        <SubmitButton pending={pending} kind="plain">
          {t('revisions.withdraw')}
        </SubmitButton>
      )}
    </ActForm>
  );
}
