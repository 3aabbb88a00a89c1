import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { confirmNeed, copyNeed, moveNeed, moveNeedFor, needQuery, showNeedTo } from '../../api/needs.js';
import type { NeedVerbWithReason, PlainNeedVerb } from '../../api/needs.js';
import { FormError } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import type { Need, Visibility } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { isLastDayPast } from '../../ui/last-day.js';
import { OpenWhile } from '../../ui/open-while.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { Spokespeople, useSpeaksFor } from '../organizations/spokespeople.js';
import { RevisionWaits, useWaitingRevision } from './revision-waits.js';
import { useIsHeldBack } from './missing-facts.js';
import { useIsImportedForUs } from './state-concerned.js';
import { SubmitNeed } from './submit-need.js';
import { useNeedActs } from './use-need-acts.js';

interface PlainActProps {
  readonly need: Need;
  readonly verb: Exclude<PlainNeedVerb, 'submit'>;
  readonly words?: Exclude<PlainNeedVerb, 'submit'> | 'recall-answers';
  readonly kind?: 'primary' | 'plain';
}

/** A move that needs no words: one button. */
export function PlainAct({ need, verb, words = verb, kind }: PlainActProps) {
  const t = useText();
  const { onConflict, onDone } = useNeedActs(need);
  return (
    <ActForm
      label={t(`need.act.${words}`)}
      done={t(`need.done.${words}`)}
      onConflict={onConflict}
      act={async () => onDone(await moveNeed(need, verb))}
    >
      {(pending) => (
        <SubmitButton pending={pending} kind={kind}>
          {t(`need.act.${words}`)}
        </SubmitButton>
      )}
    </ActForm>
  );
}

/** A move that ends something, or takes it from the table: never without a reason. */
export function ReasonAct({ need, verb }: { need: Need; verb: NeedVerbWithReason }) {
  const t = useText();
  const { onConflict, onDone } = useNeedActs(need);
  return (
    <ReasonForm
      words={{
        open: t(`need.act.${verb}`),
        label: t('need.act.reason'),
        hint: t(`need.act.${verb}.hint`),
        submit: t(`need.act.${verb}`),
      }}
      act={async (reason) => onDone(await moveNeedFor(need, verb, reason))}
      done={t(`need.done.${verb}`)}
      onConflict={onConflict}
      draft={`${verb} ${need.id}`}
    />
  );
}

/** Where it is confirmed, on the page of the need. */
export const CONFIRM_ID = 'confirm';

function ConfirmNeed({ need }: { need: Need }) {
  const t = useText();
  const { onConflict, onDone } = useNeedActs(need);
  async function act(data: FormData) {
    const validUntil = textOf(data, 'validUntil');
    if (validUntil === '') throw new FormError([{ path: 'validUntil', detail: t('form.day-missing') }]);
    await onDone(await confirmNeed(need, validUntil));
  }
  const isOver = need.state === 'expired' || isLastDayPast(need);
  return (
    <details id={CONFIRM_ID} className="fold" open={isOver || need.reconfirmationDue}>
      <summary>{t('need.act.confirm')}</summary>
      <ActForm label={t('need.act.confirm')} done={t('need.done.confirm')} onConflict={onConflict} act={act}>
        {(pending) => (
          <>
            <TextField
              name="validUntil"
              type="date"
              className="short"
              label={t('need.act.confirm.until')}
              hint={t('need.act.confirm.hint')}
              defaultValue={isOver ? undefined : (need.validUntil ?? undefined)}
            />
            <SubmitButton pending={pending}>{t('need.act.confirm.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

const ENDED: readonly Need['state'][] = ['fulfilled', 'closed-partly', 'withdrawn', 'expired', 'merged'];
/** The widest first. */
const VISIBILITIES: readonly Visibility[] = ['public', 'states-only', 'parties-only', 'coordinators'];
/** That circle of readers, and the narrower ones. */
export const circlesWithin = (circle: Visibility) => VISIBILITIES.slice(VISIBILITIES.indexOf(circle));
const UNPUBLISHED: readonly Need['state'][] = ['draft', 'submitted', 'under-review', 'returned', 'validated'];

/** Its organization can open its editor: to rewrite it, or to propose a change. */
export function mayRewrite({ state }: Need): boolean {
  return state === 'draft' || state === 'returned' || state === 'published';
}

/**
 * What an organization can do with its need now, or who speaks for an imported one: the State that it is for, and coordinators. Nothing
 * is shown that would be refused, but what was typed stays.
 */
export function OwnNeedActs({ need }: { need: Need }) {
  const { state } = need;
  const t = useText();
  const isPublished = state === 'published';
  const session = useSession();
  const speaker = session?.organization.id ?? '';
  const isOwn = session?.role === 'focal-point' && speaker === need.organization.id;
  const speaks = useSpeaksFor(speaker);
  const waiting = useWaitingRevision(need);
  const isHeldBack = useIsHeldBack(need);
  return (
    <>
      {!speaks && <Spokespeople organizationId={speaker} />}
      {waiting.revision && <RevisionWaits need={need} />}
      {isOwn && mayRewrite(need) && (speaks || !isPublished) && !waiting.revision && (
        <p>
          <Link
            to="/needs/$needId/edit"
            params={{ needId: need.id }}
            className={isHeldBack ? 'button button-primary' : 'button'}
          >
            {t(isPublished ? 'need.act.propose' : 'need.act.edit')}
          </Link>
        </p>
      )}
      <OpenWhile open={isOwn && speaks && mayRewrite(need) && !isPublished}>
        <SubmitNeed need={need} kind={isHeldBack ? 'plain' : 'primary'} />
      </OpenWhile>
      <OpenWhile open={isOwn && speaks && state === 'submitted'}>
        <PlainAct need={need} verb="recall" kind="plain" />
      </OpenWhile>
      <OpenWhile open={isOwn && speaks && need.answeredAt !== null}>
        <PlainAct need={need} verb="recall" words="recall-answers" kind="plain" />
      </OpenWhile>
      {(speaks || neverHandedIn(need)) && <EndedNeedActs need={need} />}
      <OpenWhile open={speaks && isPublished}>
        <ReasonAct need={need} verb="close" />
      </OpenWhile>
      <OpenWhile open={state === 'draft' || (speaks && (isPublished || UNPUBLISHED.includes(state)))}>
        <ReasonAct need={need} verb="withdraw" />
      </OpenWhile>
      <OpenWhile open={speaks && (isPublished || hasEnded(need))}>
        <ShowNeed need={need} />
      </OpenWhile>
    </>
  );
}

/** Every focal point of its organization withdraws it and takes that back: nobody spoke by it yet. */
const neverHandedIn = ({ submittedAt, publishedAt }: Need) => submittedAt === null && publishedAt === null;

/** Begins a draft with the same content. */
export function CopyNeed({ need }: { need: Need }) {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return (
    <ActForm
      label={t('need.act.copy')}
      done={t('need.done.copy')}
      act={async () => {
        const copy = await copyNeed(need);
        queries.setQueryData(needQuery(copy.id).queryKey, copy);
        await navigate({ to: '/needs/$needId/edit', params: { needId: copy.id } });
      }}
    >
      {(pending) => (
        <SubmitButton pending={pending} kind="plain">
          {t('need.act.copy')}
        </SubmitButton>
      )}
    </ActForm>
  );
}

/** Who sees what has ended: fewer, or again as many as was agreed; and what is published: fewer, or more where the State consents to what was imported for it. */
export function ShowNeed({ need }: { need: Need }) {
  const t = useText();
  const words = useCodeText();
  const { onConflict, onDone } = useNeedActs(need);
  const isPublished = need.state === 'published';
  const consents = useIsImportedForUs(need) && isPublished;
  const agreed = isPublished ? need.visibility : need.agreedVisibility;
  const narrower = circlesWithin(agreed ?? 'coordinators').slice(isPublished ? 1 : 0);
  const circles = consents ? VISIBILITIES : narrower;
  if (agreed === null || circles.length === 0) return null;
  const act = isPublished && !consents ? 'narrow' : 'show-to';
  const hint = consents ? 'consent' : act === 'narrow' && need.source !== null ? 'narrow.imported' : act;
  async function show(data: FormData) {
    const reason = textOf(data, 'reason');
    if (reason === '') throw new FormError([{ path: 'reason', detail: t('need.act.show-to.reason-missing') }]);
    await onDone(await showNeedTo(need, textOf(data, 'visibility') as Visibility, reason));
  }
  return (
    <details className="fold">
      <summary>{t(`need.act.${act}`)}</summary>
      <ActForm
        label={t(`need.act.${act}`)}
        done={(data) => t(`need.done.${act}`, { circle: words('visibility.', textOf(data, 'visibility')) })}
        draft={`show ${need.id}`}
        onConflict={onConflict}
        act={show}
      >
        {(pending) => (
          <>
            <SelectField
              name="visibility"
              label={t('need.visibility')}
              hint={t(`need.act.${hint}.hint`, { agreed: words('visibility.', agreed) })}
              defaultValue={act === 'narrow' ? circles[0] : need.visibility}
            >
              {circles.map((visibility) => (
                <option key={visibility} value={visibility}>
                  {words('visibility.', visibility)}
                </option>
              ))}
            </SelectField>
            <TextField
              name="reason"
              maxLength={1000}
              label={t('need.act.reason')}
              hint={isPublished ? t('need.act.narrow.reason-hint') : undefined}
            />
            <SubmitButton pending={pending}>{t(`need.act.${act}`)}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

/** Over, after it was shown. */
export const hasEnded = ({ state, publishedAt }: Need) => publishedAt !== null && ENDED.includes(state);

/** What keeps a need on the table or brings it back there. */
function EndedNeedActs({ need }: { need: Need }) {
  const { state } = need;
  return (
    <>
      <OpenWhile open={state === 'published' || state === 'expired'}>
        <ConfirmNeed need={need} />
      </OpenWhile>
      <OpenWhile open={state === 'withdrawn'}>
        <PlainAct need={need} verb="reinstate" kind="plain" />
      </OpenWhile>
      <OpenWhile open={state === 'closed-partly'}>
        <PlainAct need={need} verb="reopen" kind="plain" />
      </OpenWhile>
    </>
  );
}
