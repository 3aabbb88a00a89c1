import { InvalidInput, Money, newId } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { NeedItem, type Need } from './need.entity.js';
import { measureOf, type ItemContent } from './need.rules.js';

/**
 * Makes the items of a locked need be these, in this order: those with an id are changed, those without are new, the
 * others go. What a publication showed once may be referred to by matches that are over, so it is only taken out of the need.
 * @throws InvalidInput when an item is not one of the need's
 */
export async function saveItems(
  tx: Tx,
  { id: needId, revision }: Pick<Need, 'id' | 'revision'>,
  items: readonly ItemContent[],
): Promise<void> {
  const standing = await tx.findBy(NeedItem, { needId });
  const rows = items.map(({ id, ...content }, index) => {
    const known = standing.find((item) => item.id === id);
    if (id !== undefined && !known) {
      throw new InvalidInput([
        { path: `items.${index}.id`, detail: 'This is no item of the need. Leave it out for a new one.' },
      ]);
    }
    const { id: itemId, version } = known ?? { id: newId('item'), version: 0 };
    return { id: itemId, needId, ...itemColumns(content), position: index + 1, version: version + 1 };
  });
  if (rows.length > 0) await tx.upsert(NeedItem, rows, ['id']);
  const kept = new Set(items.map(({ id }) => id));
  const gone = standing.filter((item) => !kept.has(item.id)).map((item) => item.id);
  if (gone.length === 0) return;
  if (revision === 0) await tx.delete(NeedItem, gone);
  else await tx.update(NeedItem, gone, { needId: null, removedFrom: needId });
}

/** The items as their organization wrote them, in order. */
export async function contentOfItems(tx: Tx, needId: string): Promise<ItemContent[]> {
  const items = await tx.find(NeedItem, { where: { needId }, order: { position: 'ASC' } });
  return items.map(({ currency, unitCode, unitCostMinor, unitCostCurrency, ...item }) => ({
    id: item.id,
    categoryCode: item.categoryCode,
    typeCode: item.typeCode,
    description: item.description,
    requested: item.requested,
    minimum: item.minimum,
    neededBy: item.neededBy,
    place: item.place,
    site: item.site,
    prerequisites: item.prerequisites,
    ownContribution: item.ownContribution,
    isEssential: item.isEssential,
    measure: measureOf(currency, unitCode),
    unitCost: unitCostMinor === null || unitCostCurrency === null ? null : Money.of(unitCostMinor, unitCostCurrency),
  }));
}

function itemColumns({
  categoryCode,
  typeCode,
  description,
  measure,
  requested,
  minimum,
  unitCost,
  ...more
}: ItemContent) {
  return {
    neededBy: more.neededBy ?? null,
    place: more.place ?? null,
    site: more.site ?? null,
    prerequisites: more.prerequisites ?? null,
    ownContribution: more.ownContribution ?? null,
    isEssential: more.isEssential ?? true,
    categoryCode,
    typeCode,
    description,
    currency: measure.currency ?? null,
    unitCode: measure.unit ?? null,
    requested,
    minimum,
    unitCostMinor: unitCost?.minor ?? null,
    unitCostCurrency: unitCost?.currency ?? null,
  };
}
