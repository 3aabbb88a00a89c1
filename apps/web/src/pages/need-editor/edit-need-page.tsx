import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { draftNeed, needQuery, proposeRevision, reviseNeed, revisionsQuery } from '../../api/needs.js';
import { organizationQuery } from '../../api/organizations.js';
import {
  areasQuery,
  categoriesQuery,
  currenciesQuery,
  templatesQuery,
  typesQuery,
  itemKindsQuery,
  unitsQuery,
} from '../../api/reference.js';
import { useSession } from '../../api/session.js';
import type { Need } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { focusNamed } from '../../ui/form-problems.js';
import { ActForm, LongTextField, SaveBar, SubmitButton, textOf } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { Page } from '../../ui/page.js';
import { Basis, ChangedNotice, useSeen } from '../../ui/seen.js';
import { LoadedPage } from '../../ui/trouble.js';
import { WithLists } from '../../ui/with-lists.js';
import { MissingFacts } from '../need/missing-facts.js';
import { RevisionWaits, useWaitingRevision } from '../need/revision-waits.js';
import { useNeedChanges } from './need-changes.js';
import { NeedFields } from './need-fields.js';
import { useSendNeed } from './read-need.js';
import { TemplateAdvice, TemplateChoice, useTemplate } from './template.js';
import { SignInLink } from '../../ui/sign-in-link.js';

const route = getRouteApi('/needs/$needId/edit');
const newRoute = getRouteApi('/needs/new');
const LISTS = [areasQuery, categoriesQuery, typesQuery, itemKindsQuery, currenciesQuery, unitsQuery];

/** Both answers of saving: the page of the draft, where it says what donors would still ask. */
function useSaved() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async (need: Need) => {
    queries.setQueryData(needQuery(need.id).queryKey, need);
    void queries.invalidateQueries({ queryKey: ['needs', 'list'] });
    await navigate({ to: '/needs/$needId', params: { needId: need.id } });
  };
}

export function NewNeedPage() {
  const t = useText();
  const session = useSession();
  const { category } = newRoute.useSearch();
  const own = organizationQuery(session?.organization.id ?? '');
  return (
    <Page title={t('need-form.new')} trail={<NeedsLink />} lead={<p>{t('need-form.lead')}</p>}>
      {session?.role === 'focal-point' ? (
        <WithLists lists={[...LISTS, templatesQuery, own]}>
          <TemplateChoice category={category} />
          <NewNeed key={category} category={category} organizationId={session.organization.id} />
        </WithLists>
      ) : (
        <p className="notice">
          {t('need-form.focal-points-only')} {!session && <SignInLink />}
        </p>
      )}
    </Page>
  );
}

function NewNeed({ category, organizationId }: { category?: string; organizationId: string }) {
  const t = useText();
  const send = useSendNeed();
  const saved = useSaved();
  const { data: organization } = useQuery(organizationQuery(organizationId));
  const template = useTemplate(category);
  const draft = `need new ${category ?? ''}`;
  const start = template?.items.map(({ typeCode, unitCode, description }) => ({
    categoryCode: template.categoryCode,
    typeCode,
    measure: { unit: unitCode },
    description,
  }));
  return (
    <>
      {template && <TemplateAdvice template={template} />}
      <ActForm
        label={t('need-form.new')}
        done={t('need-form.done.new')}
        draft={draft}
        readsUnfinished
        act={async (data) => saved(await send(data, draftNeed))}
      >
        {(pending) => (
          <>
            <NeedFields draft={draft} areaIso2={organization?.areaIso2 ?? undefined} start={start} />
            <SaveBar unchanged={t('form.state.new')} changed={t('form.state.changed')}>
              <SubmitButton pending={pending}>{t('need-form.save')}</SubmitButton>
            </SaveBar>
          </>
        )}
      </ActForm>
    </>
  );
}

export function EditNeedPage() {
  const t = useText();
  const { needId } = route.useParams();
  const need = useQuery(needQuery(needId));
  return (
    <LoadedPage query={need} loading={t('need.loading')} title={t('need-form.edit')}>
      {(data) => <EditNeed key={data.id} need={data} />}
    </LoadedPage>
  );
}

function EditNeed({ need }: { need: Need }) {
  const t = useText();
  const queries = useQueryClient();
  const send = useSendNeed();
  const saved = useSaved();
  const draft = `need ${need.id}`;
  const { seen, moved, accept } = useSeen(need, draft);
  const changes = useNeedChanges(seen, need, draft);
  const waiting = useWaitingRevision(need);
  const isPublished = need.publishedAt !== null;
  const title = t(isPublished ? 'need-form.propose' : 'need-form.edit');

  async function save(data: FormData) {
    if (!isPublished) {
      const after = await send(data, (input) => reviseNeed(seen, input));
      accept(after);
      return saved(after);
    }
    const reason = textOf(data, 'reason');
    await send(
      data,
      ({ areaIso2: _area, validUntil: _until, ...input }) => proposeRevision(seen, { ...input, reason }),
      reason === '' ? [{ path: 'reason', detail: t('form.reason-missing') }] : [],
    );
    void queries.invalidateQueries({ queryKey: revisionsQuery(need.id).queryKey });
    return saved(seen);
  }

  return (
    <Page
      title={title}
      lead={isPublished && <p>{t('need-form.propose.lead')}</p>}
      trail={
        <>
          <NeedsLink />
          {' / '}
          <Link to="/needs/$needId" params={{ needId: need.id }} dir="auto">
            {need.title}
          </Link>
        </>
      }
    >
      {moved && <ChangedNotice changes={changes} onAccept={() => accept(need)} />}
      {waiting.revision && <RevisionWaits need={need} />}
      <MissingFacts need={need} mend={waiting.revision ? null : 'here'} />
      <WithLists lists={[...LISTS, organizationQuery(need.organization.id)]}>
        <OpenWhile open={!waiting.isPending && !waiting.revision}>
          <ActForm
            label={title}
            done={t(isPublished ? 'need-form.done.proposed' : 'need-form.done.saved')}
            draft={draft}
            readsUnfinished
            onConflict={() => void queries.invalidateQueries({ queryKey: needQuery(need.id).queryKey })}
            act={save}
          >
            {(pending) => (
              <>
                <Basis of={seen} />
                <NeedFields need={seen} draft={draft} />
                <FocusOnField />
                {isPublished && (
                  <LongTextField
                    name="reason"
                    maxLength={1000}
                    label={t('need-form.reason')}
                    hint={t('need-form.reason.hint')}
                  />
                )}
                <SaveBar
                  unchanged={t(isPublished ? 'need-form.state.published' : 'form.state.saved')}
                  changed={t(isPublished ? 'need-form.state.unsent' : 'form.state.changed')}
                >
                  <SubmitButton pending={pending}>
                    {t(isPublished ? 'need-form.propose.submit' : 'need-form.save')}
                  </SubmitButton>
                </SaveBar>
              </>
            )}
          </ActForm>
        </OpenWhile>
      </WithLists>
    </Page>
  );
}

/** The field that the address names takes the focus, once it is there and the page has arrived. */
function FocusOnField() {
  const { field } = route.useSearch();
  useEffect(() => {
    if (field === undefined) return;
    const timer = setTimeout(() => focusNamed(field));
    return () => clearTimeout(timer);
  }, [field]);
  return null;
}

function NeedsLink() {
  const t = useText();
  return (
    <Link to="/needs" activeOptions={{ exact: true }}>
      {t('needs.title')}
    </Link>
  );
}
