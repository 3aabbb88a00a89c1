import type { Audit } from '#libs/audit';
import { Denied, MoveNotAllowed, NotFound, Stale, type Actor } from '#libs/kernel';
import type { JsonObject, Outbox, Tx } from '#libs/platform';
import { Offer } from './offer.entity.js';
import { OFFER_VERBS, type OfferState, type OfferVerbName } from './offer.states.js';
import { requireVisible } from './offers.visibility.js';

/** An offer as the caller last saw it. */
export interface SeenOffer {
  readonly offerId: string;
  /** From If-Match. */
  readonly version: number;
}

/** What a move writes beside the state. */
export type MoveChanges = Partial<Pick<Offer, 'publishedAt' | 'agreedAt' | 'validUntil'>>;

/** The offer as a donor of its organization saw it, locked. @throws NotFound, Denied, Stale */
export async function lockOwn(tx: Tx, seen: SeenOffer): Promise<Offer> {
  await requireVisible(tx, seen.offerId);
  const offer = await findLocked(tx, seen.offerId);
  requireOwn(tx.actor, offer);
  if (offer.version !== seen.version) throw new Stale('offer', offer.id);
  return offer;
}

/** @throws NotFound */
export async function findLocked(tx: Tx, offerId: string): Promise<Offer> {
  const offer = await tx.findOne(Offer, { where: { id: offerId }, lock: { mode: 'pessimistic_write' } });
  if (!offer) throw new NotFound('offer', offerId);
  return offer;
}

/** Where what happens to offers is written down and announced. */
export interface Books {
  readonly audit: Audit;
  readonly outbox: Outbox;
}

/** What matches do to an offer changes nothing that its donor wrote, and a new version would tell everybody of hidden matches. */
const BY_MATCHES: readonly OfferVerbName[] = ['agree', 'returnToMarket'];

/** Moves a locked offer, records the act and announces it. @throws MoveNotAllowed */
export async function moveOffer(
  tx: Tx,
  { audit, outbox }: Books,
  offer: Offer,
  verb: OfferVerbName,
  { changes = {}, facts = {} }: { changes?: MoveChanges; facts?: JsonObject } = {},
): Promise<void> {
  const { to, act, event } = OFFER_VERBS[verb];
  requireMove(offer, verb);
  const version = BY_MATCHES.includes(verb) ? offer.version : offer.version + 1;
  await tx.update(Offer, offer.id, { ...changes, state: to, version });
  await recordAct(tx, audit, offer, act, facts);
  await outbox.add(tx, { type: event, refId: offer.id });
}

/** @throws MoveNotAllowed */
export function requireMove(offer: Offer, verb: OfferVerbName): void {
  const { from, to }: { readonly from: readonly OfferState[]; readonly to: OfferState } = OFFER_VERBS[verb];
  if (!from.includes(offer.state)) throw new MoveNotAllowed('offer', offer.id, offer.state, to);
}

export function recordAct(tx: Tx, audit: Audit, offer: Offer, act: string, payload: JsonObject): Promise<void> {
  return audit.record(tx, { act, refId: offer.id, organizationId: offer.organizationId, payload });
}

function requireOwn(actor: Actor, offer: Offer): void {
  if (actor.role === 'donor' && actor.organizationId === offer.organizationId) return;
  throw new Denied('Only a donor of the organization that made the offer may do this.');
}
