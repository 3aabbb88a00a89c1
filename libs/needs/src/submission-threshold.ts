import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Denied, Stale, type CalendarDate } from '#libs/kernel';
import type { ReadTx, Tx } from '#libs/platform';
import { completenessOf, missingFor, saysLess, type Completeness, type Threshold } from './completeness.rules.js';
import { UNSORTED_CATEGORY } from './import.rules.js';
import { Need } from './need.entity.js';
import { SubmissionThreshold } from './submission-threshold.entity.js';
import { checkValidity } from './need-validity.js';
import {
  missingForSubmission,
  overForSubmission,
  undescribed,
  unfinished,
  unstatedQuantities,
  type ItemContent,
} from './need.rules.js';
import { NeedIncomplete } from './needs.errors.js';
import { contentOfItems } from './save-items.js';

export interface ThresholdView extends Threshold {
  readonly version: number;
}

/** What requests must reach before they are handed to the coordinators. */
@Injectable()
export class SubmissionThresholdService {
  constructor(private readonly audit: Audit) {}

  async get(tx: ReadTx): Promise<ThresholdView> {
    const [threshold] = await tx.find(SubmissionThreshold);
    if (!threshold) throw new Error('submission_threshold has lost its row');
    const { minimumScore, requiredFacts, version } = threshold;
    return { minimumScore, requiredFacts, version };
  }

  /** From now on requests must reach this; what was submitted before stays so. */
  async set(tx: Tx, version: number, { minimumScore, requiredFacts }: Threshold): Promise<void> {
    const { role } = tx.actor;
    if (role !== 'coordinator' && role !== 'administrator') {
      throw new Denied('Only a coordinator or an administrator may say what requests must reach.');
    }
    const where = { isOnly: true };
    const before = await tx.findOneOrFail(SubmissionThreshold, { where, lock: { mode: 'pessimistic_write' } });
    if (before.version !== version) throw new Stale('threshold', 'submission-threshold');
    const facts = [...new Set(requiredFacts)];
    await tx.update(SubmissionThreshold, where, { minimumScore, requiredFacts: facts, version: version + 1 });
    const from = { minimumScore: before.minimumScore, requiredFacts: before.requiredFacts };
    await this.audit.record(tx, {
      act: 'submission-threshold.set',
      refId: 'submission-threshold',
      payload: { from, minimumScore, requiredFacts: facts },
    });
  }
}

/** @throws NeedIncomplete that names every place where something is missing, or a day is over */
export async function requireSubmittable(tx: Tx, need: Need, today: CalendarDate): Promise<void> {
  const items = await contentOfItems(tx, need.id);
  const threshold = await tx.findOneByOrFail(SubmissionThreshold, { isOnly: true });
  const always = [
    ...missingForSubmission({ ...need, items }),
    ...unfinished(items),
    ...unstatedQuantities(items),
    ...undescribed(items),
    ...overForSubmission({ ...need, items }, today),
    ...(await checkValidity(tx, need.validUntil)),
  ];
  const paths = new Set(always.map(({ path }) => path));
  const below = missingFor(threshold, completenessIn(need, items)).filter(({ path }) => !paths.has(path));
  const missing = [...always, ...below];
  if (missing.length > 0) throw new NeedIncomplete(missing);
}

/** How much of what donors ask for a need says as it stands. */
export async function statedIn(tx: Tx, { id }: Pick<Need, 'id'>): Promise<Completeness> {
  const need = await tx.findOneByOrFail(Need, { id });
  return completenessIn(need, await contentOfItems(tx, id));
}

/**
 * A published need that is changed reaches what requests must reach, or, where it did not before, says no less than it said.
 * @throws NeedIncomplete
 */
export async function requireNoWorse(tx: Tx, need: Need, before: Completeness): Promise<void> {
  const threshold = await tx.findOneByOrFail(SubmissionThreshold, { isOnly: true });
  const after = await statedIn(tx, need);
  const missing = missingFor(threshold, after);
  if (missing.length === 0) return;
  const isExcused = missingFor(threshold, before).length > 0 && !saysLess(threshold, before, after);
  if (!isExcused) throw new NeedIncomplete(missing);
}

function completenessIn(need: Need, items: readonly ItemContent[]): Completeness {
  return completenessOf({
    ...need,
    items: items.map((item) => ({
      ...item,
      unsorted: item.categoryCode === UNSORTED_CATEGORY,
      hasType: item.typeCode !== null,
      hasUnitCost: item.unitCost !== null,
      hasPlace: (item.place ?? null) !== null,
      hasOwnContribution: (item.ownContribution ?? null) !== null,
    })),
  });
}
