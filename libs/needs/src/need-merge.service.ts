import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { InvalidInput, MoveNotAllowed, NotFound } from '#libs/kernel';
import { Outbox, type Tx } from '#libs/platform';
import {
  lockNeed,
  moveNeed,
  recordNeed,
  requireCoordinator,
  requireMove,
  requireVersion,
  type SeenNeed,
  type Books,
} from './move-need.js';
import { DistinctNeeds } from './distinct-needs.entity.js';
import { Need, NeedItem } from './need.entity.js';
import { isWithin, LIVE_STATES, type LiveState, type NeedVerbName } from './need.states.js';
import { NeedHasCommitments, NeedNotOpen } from './needs.errors.js';
import { NEED_CHANGED } from './needs.events.js';
import { publishRevision } from './publish-revision.js';
import { requireVisible } from './needs.visibility.js';
import { requireKeepsNoOthers } from './require-keeps-no-others.js';
import { requireOutsider } from './require-outsider.js';
import { requireOwnArea } from './require-own-area.js';

const BACK_TO: Readonly<Record<LiveState, NeedVerbName>> = {
  submitted: 'takeApartSubmitted',
  'under-review': 'takeApartUnderReview',
  returned: 'takeApartReturned',
  validated: 'takeApartValidated',
  published: 'takeApartPublished',
};

/** What coordinators of no party do with needs that ask for the same, or seem to. Each verb throws OwnNeed for a party's. */
@Injectable()
export class NeedMergeService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Ends a need in favour of another one of its area. Both keep what was said and done about them.
   * @throws NotFound, Stale, NeedHasCommitments, NeedKeepsOthers, NeedNotOpen; InvalidInput for a need that cannot take it in
   */
  async merge(tx: Tx, seen: SeenNeed, intoId: string, note: string): Promise<void> {
    requireCoordinator(tx.actor);
    if (intoId === seen.needId) throw new InvalidInput([{ path: 'into', detail: 'Choose another need.' }]);
    const [need, into] = await lockBoth(tx, seen.needId, intoId);
    requireVersion(need, seen);
    requireMove(need, 'merge');
    await requireMergeable(tx, need, into);
    const changes = { mergedInto: into.id, mergedFromState: need.state as LiveState, endReason: note };
    const facts = { into: into.id, from: need.state, note };
    await moveNeed(tx, this.books, need, 'merge', { changes, facts, payload: { into: into.id } });
    await this.touch(tx, into, need, { act: 'need.took-in', payload: { needId: need.id, note } });
  }

  /** Undoes a merge: the need is what it was before. @throws AreaNotOwn where its organization may ask for the area no more */
  async takeApart(tx: Tx, seen: SeenNeed, reason: string): Promise<void> {
    requireCoordinator(tx.actor);
    await requireVisible(tx, seen.needId);
    const { mergedInto, state } = (await tx.findOneBy(Need, { id: seen.needId }))!;
    if (mergedInto === null) throw new MoveNotAllowed('need', seen.needId, state, 'published');
    const [need, into] = await lockBoth(tx, seen.needId, mergedInto);
    requireVersion(need, seen);
    if (need.mergedFromState === null) throw new MoveNotAllowed('need', need.id, need.state, 'published');
    await requireOwnArea(tx, need);
    const changes = { mergedInto: null, mergedFromState: null, endReason: null };
    const verb = BACK_TO[need.mergedFromState];
    await moveNeed(tx, this.books, need, verb, {
      changes,
      facts: { from: into.id, reason },
      payload: { from: into.id },
    });
    if (need.mergedFromState === 'published') await publishRevision(tx, need.id);
    await this.touch(tx, into, need, { act: 'need.gave-back', payload: { needId: need.id, reason } });
  }

  /** Finds that two needs are not the same, so that they are not suggested again. */
  async tellApart(tx: Tx, needId: string, otherId: string, note: string): Promise<void> {
    const pair = await this.judgedPair(tx, needId, otherId);
    const decided = { isDistinct: true, note, decidedBy: tx.actor.personId, decidedAt: () => 'now()' };
    await tx
      .createQueryBuilder()
      .insert()
      .into(DistinctNeeds)
      .values({ ...pair, ...decided })
      .orUpdate(['is_distinct', 'note', 'decided_by', 'decided_at'], ['need_id', 'other_id'])
      .execute();
    await this.recordPair(tx, 'need.found-distinct', needId, otherId, note);
  }

  /** Takes that back: they are suggested again. */
  async suggestAgain(tx: Tx, needId: string, otherId: string): Promise<void> {
    const pair = await this.judgedPair(tx, needId, otherId);
    const { affected } = await tx.update(DistinctNeeds, { ...pair, isDistinct: true }, { isDistinct: false });
    if (affected === 1) await this.recordPair(tx, 'need.found-distinct-undone', needId, otherId, null);
  }

  /** @throws NotFound, OwnNeed; NeedNotOpen where one was merged meanwhile */
  private async judgedPair(tx: Tx, needId: string, otherId: string): Promise<{ needId: string; otherId: string }> {
    requireCoordinator(tx.actor);
    await requireVisible(tx, needId);
    await requireVisible(tx, otherId);
    if (needId === otherId) throw new NotFound('other need', otherId);
    await requireOutsider(tx, needId);
    await requireOutsider(tx, otherId);
    const needs = await tx.query<{ id: string; state: string; isMerged: boolean }[]>(
      `SELECT id, state, merged_into IS NOT NULL AS "isMerged" FROM needs WHERE id = ANY($1) ORDER BY id FOR SHARE`,
      [[needId, otherId]],
    );
    const merged = needs.find(({ isMerged }) => isMerged);
    if (merged) throw new NeedNotOpen(merged.id, merged.state);
    return needId < otherId ? { needId, otherId } : { needId: otherId, otherId: needId };
  }

  private async recordPair(tx: Tx, act: string, needId: string, otherId: string, note: string | null): Promise<void> {
    for (const [id, other] of [[needId, otherId] as const, [otherId, needId] as const]) {
      const { organizationId } = (await tx.findOneBy(Need, { id }))!;
      await this.audit.record(tx, { act, refId: id, organizationId, payload: { otherId: other, note } });
    }
  }

  /** What the need that stays says of it has changed, too; of one that its own readers may not know of, nothing they could notice. */
  private async touch(
    tx: Tx,
    into: Need,
    other: Need,
    { act, payload }: { act: string; payload: { needId: string } & Record<string, string> },
  ): Promise<void> {
    await recordNeed(tx, this.audit, into, act, payload);
    const isKnown = other.publishedAt !== null && isWithin(into.visibility, other.visibility);
    if (into.publishedAt !== null && !isKnown) return;
    await tx.update(Need, into.id, { version: into.version + 1 });
    if (into.state === 'published') await this.outbox.add(tx, { type: NEED_CHANGED, refId: into.id });
  }

  private get books(): Books {
    return { audit: this.audit, outbox: this.outbox };
  }
}

/** In the order of their ids, so that no two merges wait for each other. For a coordinator of no party to either. */
async function lockBoth(tx: Tx, needId: string, intoId: string): Promise<[need: Need, into: Need]> {
  await requireVisible(tx, needId);
  await requireKnownTarget(tx, intoId);
  const locked = new Map<string, Need>();
  for (const id of [needId, intoId].sort()) locked.set(id, await lockNeed(tx, id));
  await requireOutsider(tx, needId);
  await requireOutsider(tx, intoId);
  return [locked.get(needId)!, locked.get(intoId)!];
}

async function requireKnownTarget(tx: Tx, intoId: string): Promise<void> {
  try {
    await requireVisible(tx, intoId);
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new InvalidInput([{ path: 'into', detail: 'Choose a need that you may see.' }], error);
  }
}

async function requireMergeable(tx: Tx, need: Need, into: Need): Promise<void> {
  if (!LIVE_STATES.some((state) => state === into.state)) throw new NeedNotOpen(into.id, into.state);
  if (into.areaIso2 !== need.areaIso2) {
    throw new InvalidInput([
      { path: 'into', detail: `Choose a need for the same area: that one is for ${into.areaIso2}.` },
    ]);
  }
  if (need.state === 'published' && into.state !== 'published') {
    const detail =
      'That need is not published, and this one is: donors would lose it from sight. Merge the other way round.';
    throw new InvalidInput([{ path: 'into', detail }]);
  }
  if (need.state === 'published' && !isWithin(need.visibility, into.visibility)) {
    const detail =
      'That need has fewer readers than this one, who would lose it from sight. Merge the other way round.';
    throw new InvalidInput([{ path: 'into', detail }]);
  }
  const items = await tx.findBy(NeedItem, { needId: need.id });
  if (items.some(({ committed }) => committed > 0n)) throw new NeedHasCommitments(need.id);
  await requireKeepsNoOthers(tx, need.id);
}
