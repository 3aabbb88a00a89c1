import {
  Denied,
  isId,
  MoveNotAllowed,
  NotFound,
  Stale,
  type Actor,
  type BrokenRule,
  type CalendarDate,
} from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { fundAgreementStates, type StoredAgreementState } from './agreement.states.js';
import { Fund, FundAgreement } from './fund.entities.js';
import { AgreementIsSigned } from './funds.errors.js';

/** Locks an agreement to change it. @throws NotFound, Stale */
export async function lockAgreement(
  tx: Tx,
  id: string,
  version?: number,
): Promise<{ agreement: FundAgreement; fund: Fund }> {
  const agreement = isId('agr', id)
    ? await tx.findOne(FundAgreement, { where: { id }, lock: { mode: 'for_no_key_update' } })
    : null;
  if (!agreement) throw new NotFound('agreement', id);
  if (version !== undefined && version !== agreement.version) throw new Stale('agreement', id);
  return { agreement, fund: await tx.findOneByOrFail(Fund, { id: agreement.fundId }) };
}

/** Locks a fund: what is drawn from it or promised to it goes one after the other. @throws NotFound */
export async function lockFund(tx: Tx, id: string): Promise<Fund> {
  const fund = isId('fund', id) ? await tx.findOne(Fund, { where: { id }, lock: { mode: 'for_no_key_update' } }) : null;
  if (!fund) throw new NotFound('fund', id);
  return fund;
}

/** Writes what changed; staying in a state is not a move. @throws MoveNotAllowed */
export async function moveAgreement(
  tx: Tx,
  agreement: FundAgreement,
  state: StoredAgreementState,
  facts: Partial<FundAgreement>,
): Promise<void> {
  requireMove(agreement, state);
  await tx.update(FundAgreement, { id: agreement.id }, { ...facts, state, version: agreement.version + 1 });
}

export function requireMove({ id, state }: FundAgreement, to: StoredAgreementState): void {
  if (state !== to && !fundAgreementStates.canMove(state, to)) throw new MoveNotAllowed('agreement', id, state, to);
}

/** Money is kept by those who keep it; the command line stands in for them. */
export function requireFinance({ role }: Actor): void {
  if (role !== 'finance' && role !== 'system') throw new Denied('Only finance keeps the books of a fund.');
}

/** Finance records any pledge; a donor their own organization's, and what an offer becomes is not theirs to record. @throws Denied */
export function requireMayPledge(
  actor: Actor,
  { donorOrganizationId, offerId }: { readonly donorOrganizationId: string; readonly offerId?: string | null },
): void {
  if (actor.role === 'donor' && actor.organizationId === donorOrganizationId && (offerId ?? null) === null) return;
  requireFinance(actor);
}

/** Passes for a donor of the organization that pledged, who has not signed yet. @throws NotFound, AgreementIsSigned */
export function requireUnsigned(actor: Actor, { id, donorOrganizationId, state, offerId }: FundAgreement): void {
  if (actor.role !== 'donor' || actor.organizationId !== donorOrganizationId) throw new NotFound('agreement', id);
  if (state !== 'pledged' || offerId !== null) throw new AgreementIsSigned(id);
}

export function checkNotAfter(today: CalendarDate, path: string, day: CalendarDate): BrokenRule[] {
  return day > today ? [{ path, detail: 'Choose today or an earlier day.' }] : [];
}

export function checkNotBeforePledge(pledgedOn: CalendarDate, path: string, day: CalendarDate): BrokenRule[] {
  return day < pledgedOn
    ? [{ path, detail: `Choose a day from ${pledgedOn} on, when it was pledged.`, reads: ['pledgedOn'] }]
    : [];
}

/** The days on which the money may be used follow each other. */
export function checkWindow(usableFrom: CalendarDate | null, validUntil: CalendarDate | null): BrokenRule[] {
  return usableFrom === null || validUntil === null || usableFrom <= validUntil
    ? []
    : [{ path: 'usableFrom', detail: `Choose a day up to ${validUntil}, the last one.`, reads: ['validUntil'] }];
}

export function checkNotAfterEnd(validUntil: CalendarDate | null, path: string, day: CalendarDate): BrokenRule[] {
  if (validUntil === null || day <= validUntil) return [];
  return [
    {
      path,
      detail: `Choose a day up to ${validUntil}, the last one on which the money of this agreement may be used.`,
    },
  ];
}
