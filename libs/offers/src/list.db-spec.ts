// Danger: a page that repeats or loses rows, a filter that lets through or hides, a cursor that breaks the server.
import { testDatabase } from '#libs/platform';
import { offersEntities } from './offer.entity.js';
import { cashOf, OffersWorld } from './offers.fixtures.js';
import { OFFER_SORTS, type OfferListing } from './offers.queries.js';
import type { OfferDraft } from './offers.service.js';

const world = new OffersWorld(testDatabase({ entities: offersEntities }));
const { db, offers, donorA, donorB } = world;
beforeAll(() => world.open());

/** Of no category, and of a type without a word of theirs. */
const IN_LANGUAGES = [
  'Marking machines from stock',
  '枪支标记机和培训',
  'تخزين الأسلحة',
  'Formations à la gestion des dépôts',
  'Destrucción de municiones',
  'Маркировка оружия',
  'Cours sur l’inventaire «complet»',
];

describe('the list', () => {
  const list = (filter: Partial<OfferListing>) =>
    db.uow.read(donorA, (tx) => world.queries.list(tx, { q: 'listed', limit: 100, ...filter }));
  const titles = async (filter: Partial<OfferListing>) => (await list(filter)).items.map(({ title }) => title).sort();

  beforeAll(async () => {
    const offer = (title: string, content: Partial<OfferDraft>) =>
      world.published({ description: 'shown/listed', title, categoryCodes: [], ...content });
    await offer('anywhere', cashOf('USD', 1_000n));
    await offer('kenya', { earmarkAreas: ['KE'], categoryCodes: ['MARK', 'TRACE'], validUntil: '2027-01-31' });
    await offer('africa', { earmarkRegions: ['002'], categoryCodes: ['STOCK'], validUntil: '2026-12-31' });
    await offer('ldc but haiti', { earmarkGroups: ['ldc'], excludedAreas: ['HT'] });
    await db.asOwner(`UPDATE area_groups SET leaves_on = current_date - 2, decision = 'x' WHERE area_iso2 = 'NE'`);
    for (const title of IN_LANGUAGES) {
      await world.published({ title, description: 'x', conditions: '', categoryCodes: [], typeCodes: ['travel'] });
    }
    const used = await offer('used up', { capacity: 3n });
    await world.run(db.actor, (tx) => offers.commit(tx, used, 3n));
    await db.asOwner(
      "UPDATE offers SET published_at = '2026-05-05T05:05:05.123456Z' WHERE title IN ('africa', 'kenya')",
    );
  });

  it.each<[Partial<OfferListing>, string[]]>([
    [{ kind: 'cash' }, ['anywhere']],
    [{ area: 'KE' }, ['africa', 'anywhere', 'kenya', 'used up']],
    [{ area: 'HT' }, ['anywhere', 'used up']],
    [{ area: 'ML' }, ['africa', 'anywhere', 'ldc but haiti', 'used up']],
    // It was one of the least developed countries until the day before yesterday.
    [{ area: 'NE' }, ['africa', 'anywhere', 'used up']],
    [{ area: 'XX' }, []],
    // Every region that overlaps the one of the offer: inside it, around it, and not beside it.
    [{ region: '014', kind: 'in-kind' }, ['africa', 'kenya', 'ldc but haiti', 'used up']],
    [{ region: '002', kind: 'in-kind' }, ['africa', 'kenya', 'ldc but haiti', 'used up']],
    [{ region: '015', kind: 'in-kind' }, ['africa', 'ldc but haiti', 'used up']],
    [{ region: '009', kind: 'in-kind' }, ['ldc but haiti', 'used up']],
    [{ availableFrom: 10 }, ['anywhere']],
    [{ availableFrom: 11 }, []],
    [{ availableTo: 10 }, ['anywhere']],
    [{ availableTo: 9 }, []],
    [{ group: 'sids' }, ['africa', 'anywhere', 'kenya', 'used up']],
    [{ category: ['TRACE'] }, ['anywhere', 'kenya', 'ldc but haiti', 'used up']],
    [{ state: ['exhausted'] }, ['used up']],
    [{ state: ['published'], kind: 'in-kind' }, ['africa', 'kenya', 'ldc but haiti']],
    [{ q: 'listed -kenya', area: 'KE' }, ['africa', 'anywhere', 'used up']],
  ])('%p', async (filter, expected) => {
    expect(await titles(filter)).toEqual(expected);
    expect((await list({ ...filter, limit: 1, total: true })).total).toBe(expected.length);
  });

  it.each<[q: string, found: string[]]>([
    ['machine', ['Marking machines from stock']],
    ['mark', ['Marking machines from stock']],
    ['inventaire', ['Cours sur l’inventaire «complet»']],
    ["l'inventaire complet", ['Cours sur l’inventaire «complet»']],
    ['marked -stocks', []],
    ['"machine from stock"', ['Marking machines from stock']],
    ['枪支标记机', ['枪支标记机和培训']],
    ['培训', ['枪支标记机和培训']],
    ['أسلحة', ['تخزين الأسلحة']],
    ['اسلحه', ['تخزين الأسلحة']],
    ['formation', ['Formations à la gestion des dépôts']],
    ['depot', ['Formations à la gestion des dépôts']],
    ['municion', ['Destrucción de municiones']],
    ['оружия', ['Маркировка оружия']],
    ['оружием', ['Маркировка оружия']],
  ])('finds in every language: %s', async (q, found) => {
    const { items } = await db.uow.read(donorB, (tx) => world.queries.list(tx, { q, limit: 100 }));
    expect(items.map(({ title }) => title).filter((title) => IN_LANGUAGES.includes(title))).toEqual(found);
  });

  it.each<[q: string, found: string[]]>([
    ['Kenia', ['kenya']],
    ['肯尼亚', ['kenya']],
    ['Afrique', ['africa', 'kenya']],
    ['"Eastern Africa"', ['kenya']],
    ['Восточная Африка', ['kenya']],
    ['marquage', ['kenya']],
    ['almacenamiento', ['africa']],
    ['"stockpile management" africa', ['africa']],
    ['tracing -kenya', []],
    ['Guatemala', []],
  ])('finds by the names of what and where it is for: %s', async (q, found) => {
    const { items } = await db.uow.read(donorB, (tx) => world.queries.list(tx, { q, limit: 100 }));
    expect(items.map(({ title }) => title).filter((title) => /^(kenya|africa|ldc but haiti)$/.test(title))).toEqual(
      found,
    );
  });

  it('an offer for one subregion is found by the region around it; money that has no rate, by no amount', async () => {
    const ids = async (filter: Partial<OfferListing>) =>
      (await list({ q: 'bounded', ...filter })).items.map(({ id }) => id);
    const id = await world.published({ title: 'bounded', earmarkRegions: ['014'], ...cashOf('XOF', 1_000n) });
    for (const region of ['002', '202', '014']) expect(await ids({ region })).toEqual([id]);
    for (const region of ['011', '009']) expect(await ids({ region })).toEqual([]);
    for (const amount of [{ availableFrom: 0 }, { availableTo: 0 }]) expect(await ids(amount)).toEqual([]);
    for (const q of ['bounded "Western Africa"', 'bounded Asia', 'bounded "Middle Africa"'])
      expect(await ids({ q })).toEqual([]);
    for (const q of ['bounded "Eastern Africa"', 'bounded "Sub-Saharan Africa"', 'bounded Afrique'])
      expect(await ids({ q })).toEqual([id]);
    await expect(ids({ availableFrom: 2, availableTo: 1 })).rejects.toMatchObject({
      errors: [{ path: 'availableTo' }],
    });
  });

  it('an offer for a country is found by the region that this belongs to by now', async () => {
    const id = await world.published({ title: 'moved', earmarkAreas: ['TL'] });
    const found = async (q: string) =>
      (await db.uow.read(donorB, (tx) => world.queries.list(tx, { q: `moved ${q}`, limit: 9 }))).items.map(
        (one) => one.id,
      );
    expect([await found('Asia'), await found('Oceania')]).toEqual([[id], []]);
    const move = (region: string, subregion: string) =>
      db.asOwner(`UPDATE areas SET region_code = $1, subregion_code = $2 WHERE iso2 = 'TL'`, [region, subregion]);
    await move('009', '054');
    expect([await found('Asia'), await found('Oceania')]).toEqual([[], [id]]);
    await move('142', '035');
    await db.asOwner("UPDATE offers SET state = 'withdrawn' WHERE id = $1", [id]);
  });

  it.each(OFFER_SORTS)('in pages of any size holds every row once and in order: %s', async (sort) => {
    const whole = (await list({ sort })).items.map(({ id }) => id);
    expect(whole).toHaveLength(5);
    for (const limit of [1, 2, 5]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await list({ sort, limit, cursor });
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(seen).toEqual(whole);
    }
    if (sort === 'ending') expect((await list({ sort, limit: 1 })).items[0]).toMatchObject({ title: 'africa' });
  });

  it.each([
    ['newest', 'soon', 'x'],
    ['ending', '2027-01-31', 'x'],
    ['newest', '1'],
  ])('refuses the cursor %p', async (...place) => {
    const cursor = Buffer.from(JSON.stringify(place)).toString('base64url');
    await expect(list({ cursor })).rejects.toMatchObject({ errors: [{ path: 'cursor' }] });
  });
});
