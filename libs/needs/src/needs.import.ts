import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { IdentityService } from '#libs/identity';
import { Denied, InvalidInput, newId, quantityText } from '#libs/kernel';
import { isViolation, Outbox, type JsonObject, type Tx } from '#libs/platform';
import { readRow, UNSORTED_CATEGORY, type NeedRow, type ReadRow } from './import.rules.js';
import { Need, NeedItem } from './need.entity.js';
import { DEFAULT_VISIBILITY, isWithin, type Visibility } from './need.states.js';
import { NEED_CHANGED, NEED_PUBLISHED, NEED_STATE_ASKED } from './needs.events.js';
import { saidByItsState } from './needs.visibility.js';
import { publishRevision } from './publish-revision.js';

export interface Imported {
  /** `unchanged`: the same stood there already and nothing was written. */
  readonly outcome: 'imported' | 'unchanged' | 'changed';
  readonly needId: string;
  /** Who sees the need now. */
  readonly visibility: Visibility;
  /** The State that it is for is asked who sees it: its country changed, or what it says, of which that State had said something. */
  readonly isAskedAnew: boolean;
  /** The row became one more item of a need that an earlier row began. */
  readonly isFurtherItem: boolean;
  /** What a person should know although the row was used. */
  readonly notes: readonly string[];
}

/** The fields of a row that a foreign key checks. */
const CODES: readonly (readonly [constraint: string, field: string, detail: string])[] = [
  ['fk_needs_area', 'areaIso2', 'is no country or area known here (ISO 3166-1 alpha-2)'],
  ['fk_need_items_currency', 'currency', 'is no currency known here (ISO 4217)'],
  ['fk_need_items_category', 'categoryCode', 'is no assistance category'],
];

/** What a row says of the need as a whole. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  title: 'The title',
  summary: 'What is to be reached',
  areaIso2: 'The country',
  neededFrom: 'The start',
  neededBy: 'The end',
};

const RESCIND = 'have its confirmed matches rescinded first, then import the row again';

/**
 * Brings in needs that others published, row by row. A need is known by its source and reference; the organization of its
 * first row owns it, the rows of other organizations are further items of it. A category that a person assigned stands.
 */
@Injectable()
export class NeedsImport {
  constructor(
    private readonly identity: IdentityService,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Idempotent. A refused row may leave the transaction aborted: call it behind a savepoint.
   * @param visibility Of a new need: no wider than its State agreed, or published itself. One that is there stays as it is, or
   * falls back to the default, where that is narrower: with another country, and with other words than its State agreed to show.
   * @throws InvalidInput whose paths are the fields of {@link NeedRow}
   */
  async importRow(tx: Tx, row: NeedRow, visibility: Visibility = DEFAULT_VISIBILITY): Promise<Imported> {
    if (tx.actor.role !== 'system') throw new Denied('Only an operator may import needs.');
    const read = readRow(row);
    const { id: organizationId } = await this.identity.findOrCreateByExternalRef(tx, {
      source: read.source,
      ...read.organization,
      kind: 'unstated',
    });
    const notes = read.item.requested === 0n ? ['The source names no amount; it stands as 0.'] : [];
    try {
      const need = await lockByReference(tx, read);
      if (!need) {
        const needId = await this.insertNeed(tx, read, { organizationId, visibility });
        return { outcome: 'imported', needId, visibility, isAskedAnew: false, isFurtherItem: false, notes };
      }
      const merged = await this.merge(tx, need, { ...read, organizationId }, notes);
      return { ...merged, needId: need.id, isFurtherItem: merged.outcome === 'imported', notes };
    } catch (error) {
      const unknown = CODES.find(([constraint]) => isViolation(error, constraint));
      throw unknown ? new InvalidInput([{ path: unknown[1], detail: unknown[2] }]) : error;
    }
  }

  private async insertNeed(
    tx: Tx,
    read: ReadRow,
    { organizationId, visibility }: Pick<Need, 'organizationId' | 'visibility'>,
  ): Promise<string> {
    const id = newId('need');
    const { source, externalRef, need, tags } = read;
    await tx.query(
      `INSERT INTO needs (id, organization_id, source, external_ref, title, summary, area_iso2, needed_from, needed_by, tags,
                          language, state, visibility, submitted_at, published_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'und', 'published', $11, now(), now())`,
      [
        ...[id, organizationId, source, externalRef, need.title, need.summary, need.areaIso2],
        ...[need.neededFrom, need.neededBy, tags, visibility],
      ],
    );
    await insertItem(tx, id, read, { position: 1, organizationId });
    await publishRevision(tx, id);
    await this.record(tx, { id, organizationId }, 'need.imported', { source, externalRef, visibility });
    await this.outbox.add(tx, { type: NEED_PUBLISHED, refId: id, payload: { imported: true } });
    return id;
  }

  /** Brings the row into a need that is there already. */
  private async merge(
    tx: Tx,
    need: Need,
    read: ReadRow & { organizationId: string },
    notes: string[],
  ): Promise<Pick<Imported, 'outcome' | 'visibility' | 'isAskedAnew'>> {
    const items = await tx.findBy(NeedItem, { needId: need.id });
    const item = items.find(({ externalRef }) => externalRef === read.organization.externalRef);
    const needChanges = changesOfNeed(need, read, notes);
    const itemChanges = item ? changesOfItem(item, read, notes) : null;
    const fields = [...Object.keys(needChanges), ...Object.keys(itemChanges ?? {})];
    if (item && fields.length === 0) {
      return { outcome: 'unchanged', visibility: need.visibility, isAskedAnew: false };
    }
    if (need.state !== 'published') {
      throw new InvalidInput([
        {
          path: 'externalRef',
          detail: `is a need that is ${need.state} here; what the source changed was not taken over`,
        },
      ]);
    }
    if (needChanges.areaIso2 !== undefined && items.some(({ committed }) => committed > 0n)) {
      throw new InvalidInput([
        { path: 'areaIso2', detail: `is not ${need.areaIso2}, for which donors have committed; ${RESCIND}` },
      ]);
    }
    const isElsewhere = needChanges.areaIso2 !== undefined;
    const onlySorts = item !== undefined && fields.every((field) => field === 'categoryCode');
    const said = onlySorts ? [] : await saidByItsState(tx, need.id);
    const isAskedAnew = isElsewhere || said.length > 0;
    const shown = isElsewhere || said.includes('need.shown-to') ? withoutConsent(need) : {};
    if (item && itemChanges && Object.keys(itemChanges).length > 0) {
      await tx.update(NeedItem, item.id, { ...itemChanges, version: item.version + 1 });
    } else if (!item) {
      await insertItem(tx, need.id, read, { position: items.length + 1, organizationId: read.organizationId });
    }
    await tx.update(Need, need.id, { ...needChanges, ...shown, version: need.version + 1 });
    await publishRevision(tx, need.id);
    const { visibility = need.visibility } = shown;
    const fellBack = visibility !== need.visibility && { from: need.visibility, to: visibility };
    const payload = { organization: read.organization.externalRef, fields, ...fellBack };
    await this.record(tx, need, item ? 'need.import-changed' : 'need.item-imported', payload);
    await this.outbox.add(tx, { type: NEED_CHANGED, refId: need.id });
    if (isAskedAnew) await this.outbox.add(tx, { type: NEED_STATE_ASKED, refId: need.id });
    return { outcome: item ? 'changed' : 'imported', visibility, isAskedAnew };
  }

  private record(tx: Tx, need: Pick<Need, 'id' | 'organizationId'>, act: string, payload: JsonObject): Promise<void> {
    return this.audit.record(tx, { act, refId: need.id, organizationId: need.organizationId, payload });
  }
}

/** Never wider than it was. */
function withoutConsent({ visibility }: Need): Partial<Pick<Need, 'visibility' | 'agreedVisibility'>> {
  const isWider = !isWithin(visibility, DEFAULT_VISIBILITY);
  return { visibility: isWider ? DEFAULT_VISIBILITY : visibility, agreedVisibility: null };
}

/** Items first, then the need, as all verbs on needs do. */
async function lockByReference(tx: Tx, { source, externalRef }: ReadRow): Promise<Need | null> {
  await tx.query(
    `SELECT i.id FROM need_items i JOIN needs n ON n.id = i.need_id
      WHERE n.source = $1 AND n.external_ref = $2 ORDER BY i.id FOR UPDATE OF i`,
    [source, externalRef],
  );
  return tx.findOne(Need, { where: { source, externalRef }, lock: { mode: 'pessimistic_write' } });
}

/** The organization of the first row speaks for the need as a whole; what other rows say differently is only noted. */
function changesOfNeed(
  need: Need,
  { need: row, tags, organizationId }: ReadRow & { organizationId: string },
  notes: string[],
): Partial<Pick<Need, 'title' | 'summary' | 'areaIso2' | 'neededFrom' | 'neededBy' | 'tags'>> {
  const newTags = tags.filter((tag) => !need.tags.includes(tag));
  const changes = {
    ...different(need, row),
    ...(newTags.length > 0 && { tags: [...need.tags, ...newTags] }),
  };
  if (organizationId === need.organizationId) return changes;
  const { tags: onlyTags, ...others } = changes;
  for (const field of Object.keys(others)) {
    notes.push(
      `${FIELD_WORDS[field] ?? field} is not what the first row of ${need.externalRef ?? need.id} says; the first row's stands.`,
    );
  }
  return onlyTags ? { tags: onlyTags } : {};
}

function changesOfItem(
  item: NeedItem,
  { item: row, categoryCode }: ReadRow,
  notes: string[],
): Partial<ReadRow['item'] & Pick<NeedItem, 'categoryCode'>> {
  const changes = different(item, row);
  if (changes.requested !== undefined && changes.requested < item.committed) {
    const committed = quantityText(item.committed, { currency: item.currency, unit: item.unitCode });
    throw new InvalidInput([{ path: 'amount', detail: `is less than the ${committed} that is committed already` }]);
  }
  if (changes.currency !== undefined && item.committed > 0n) {
    throw new InvalidInput([
      { path: 'currency', detail: `is not the ${item.currency} in which it was committed; ${RESCIND}` },
    ]);
  }
  if (categoryCode === item.categoryCode || categoryCode === UNSORTED_CATEGORY) return changes;
  const unsorted = item.categoryCode === UNSORTED_CATEGORY && !item.sortedHere;
  if (unsorted && item.committed === 0n) return { ...changes, categoryCode };
  notes.push(`It stands under the category ${item.categoryCode} here and stays there; the map says ${categoryCode}.`);
  return changes;
}

/** The values of `wanted` that `standing` has not. */
function different<T extends object>(
  standing: NoInfer<{ readonly [field in keyof T]: T[field] | null }>,
  wanted: T,
): Partial<T> {
  const entries = Object.entries(wanted).filter(([field, value]) => standing[field as keyof T] !== value);
  return Object.fromEntries(entries) as Partial<T>;
}

async function insertItem(
  tx: Tx,
  needId: string,
  { item, organization, categoryCode }: ReadRow,
  { position, organizationId }: { position: number; organizationId: string },
): Promise<void> {
  await tx.insert(NeedItem, {
    id: newId('item'),
    needId,
    position,
    ...item,
    categoryCode,
    typeCode: 'financial',
    throughOrganizationId: organizationId,
    externalRef: organization.externalRef,
  });
}
