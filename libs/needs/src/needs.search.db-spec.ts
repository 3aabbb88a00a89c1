// Danger: a word that stands in a need, in another form or in an item, does not find it; or finds it after it is gone.
import { DESCRIPTION_CHARS } from './completeness.rules.js';
import type { ItemContent, Language, NeedContent } from './need.rules.js';
import { itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();
beforeAll(() => world.askForLittle());

async function find(q: string): Promise<string[]> {
  const { items } = await world.db.uow.read(world.auditor, (tx) => world.queries.list(tx, { limit: 100, q }));
  return items.map(({ title }) => title).sort();
}

/** Of no category, so with as many letters as that asks for, and of a type that nothing here is called. */
const lineOf = (words: string) =>
  itemOf({ description: words.padEnd(DESCRIPTION_CHARS + 1, ' .'), categoryCode: 'OTHER', typeCode: 'travel' });

const FILED: readonly [Language, string, string][] = [
  ['en', 'stockpile', 'Weapons are stored in two depots'],
  ['fr', 'marquage', 'Les armes de la police ne sont pas marquées'],
  ['es', 'marcaje', 'Las armas almacenadas no están registradas'],
  ['ru', 'маркировка', 'Оружие полиции хранится без маркировки'],
  ['ar', 'وسم', 'المستودعات بلا أقفال'],
  ['zh', '标识', '警察的武器没有标识，需要枪支标识机器'],
  ['und', 'unknown', 'Depots ohne Schlösser'],
];

beforeAll(async () => {
  for (const [language, title, summary] of FILED) {
    await world.published({ language, title, summary, items: [lineOf('x')] });
  }
});

it.each([
  ['depot', ['stockpile']],
  ['storing', ['stockpile']],
  // Nobody knows its language, so only the word as it stands finds it.
  ['depots', ['stockpile', 'unknown']],
  ['marquer', ['marquage']],
  ['registrar', ['marcaje']],
  ['полицией', ['маркировка']],
  ['مستودع', ['وسم']],
  ['枪支', ['标识']],
  ['枪', ['标识']],
  ['支枪', []],
  ['"枪支标识" 警察', ['标识']],
  ['武器 -枪支', []],
  ['weapon or 武器', ['stockpile', '标识']],
  ['"stored in two"', ['stockpile']],
  ['"two stored"', []],
  ['weapons -depot', []],
  ["'", []],
  ['"', []],
])('%s', async (q, expected) => expect(await find(q)).toEqual(expected));

const TYPED_IN_HASTE: readonly [Language, string, string][] = [
  ['fr', 'dépôts', 'Gardiennage des dépôts et armes légères saisies'],
  ['ar', 'آلات', 'آلات الوسم، والتدريب؛ على إدارة الأسلحة وَالمُعَدّات'],
  ['es', 'munición', 'Destrucción de munición en los cañones'],
  ['ru', 'станки', 'Нужна приёмка станков для маркировки, учёт патронов и новый склад'],
  ['en', 'façade', 'Safes for the café of Abéché'],
];

describe('spelled without the marks that are left out in haste', () => {
  beforeAll(async () => {
    for (const [language, title, summary] of TYPED_IN_HASTE) {
      await world.published({ language, title, summary, items: [lineOf('y')] });
    }
  });

  it.each([
    ['depot', ['dépôts', 'stockpile']],
    ['dépôt', ['dépôts', 'stockpile']],
    ['DEPOTS', ['dépôts', 'stockpile', 'unknown']],
    ['arme legere', ['dépôts']],
    ['armes légères', ['dépôts']],
    ['"armes legeres saisies"', ['dépôts']],
    ['armes -legere', ['marquage']],
    ['الات', ['آلات']],
    ['آلات', ['آلات']],
    ['اسلحه', ['آلات']],
    ['تدريب', ['آلات']],
    ['التدريب', ['آلات']],
    ['المعدات', ['آلات']],
    ['municion', ['munición']],
    ['destruccion', ['munición']],
    ['canon', ['munición']],
    ['приемка', ['станки']],
    ['учет', ['станки']],
    ['новый', ['станки']],
    ['abeche', ['façade']],
    ['Ａｂéｃｈé', ['façade']],
    ['facade', ['façade']],
  ])('%s', async (q, expected) => expect(await find(q)).toEqual(expected));
});

describe('next to signs that word processors write', () => {
  beforeAll(async () => {
    const summary = 'Tenir l’inventairex, un “programmex d’actionx” – œuvrex…';
    await world.published({ language: 'fr', title: 'signes', summary, items: [lineOf('Le «coffrex»')] });
  });

  it.each([
    ['inventairex', ['signes']],
    ["l'inventairex", ['signes']],
    ['l’inventairex', ['signes']],
    ["programmex d'actionx", ['signes']],
    ['“programmex d’actionx”', ['signes']],
    ['“actionx programmex”', []],
    ['oeuvrex', ['signes']],
    ['coffrex -l’inventairex', []],
    ['coffrex', ['signes']],
  ])('%s', async (q, expected) => expect(await find(q)).toEqual(expected));
});

it('words of the items count as those of the need, and follow every change', async () => {
  const id = await world.draft({
    title: 'changing',
    summary: 'Border control',
    items: [itemOf({ description: 'Thermal cameras' }), itemOf({ description: 'Radios' })],
  });
  expect(await find('border camera radio')).toEqual(['changing']);
  expect(await find('border -radios')).toEqual([]);
  const revise = async (changes: Partial<NeedContent>) => {
    const seen = await world.seen(id);
    await world.run(world.stateA, (tx) => world.drafts.revise(tx, seen, changes));
  };
  const [first] = await world.items(id);
  await revise({ items: [itemOf({ id: first!.id, description: 'Night visions' })] });
  expect([await find('cameras'), await find('radios'), await find('vision')]).toEqual([[], [], ['changing']]);
  await revise({ summary: 'Coast guard' });
  expect([await find('border'), await find('coasts vision')]).toEqual([[], ['changing']]);
  await revise({ language: 'zh' });
  expect([await find('vision'), await find('visions')]).toEqual([[], ['changing']]);
});

it('of two that add an item at once, the later one searches both', async () => {
  const id = await world.draft({ title: 'at once', items: [] });
  const insert = (name: string) =>
    `INSERT INTO need_items (id, need_id, position, category_code, type_code, description, unit_code, requested)
     VALUES ('item_${name}', '${id}', ${name.length}, 'MARK', 'equipment', '${name}', 'machine', 1)`;
  await world.db.asOwner('BEGIN');
  await world.db.asOwner(insert('earlier'));
  const later = world.run(world.db.actor, (tx) => tx.query(insert('subsequent')));
  await new Promise((resolve) => setTimeout(resolve, 100));
  await world.db.asOwner('COMMIT');
  await later;
  expect(await find('earlier subsequent')).toEqual(['at once']);
});

it('very many long items do not burst the document', async () => {
  const words = Array.from({ length: 2_800 }, (_, index) => `слово${index}-${index}`)
    .join(' ')
    .slice(0, 20_000);
  const items = Array.from({ length: 100 }, (_, index) => itemOf({ description: `${words.slice(10)} end${index}` }));
  await world.draft({ title: 'long', summary: words, items });
  expect(await find('слово17-17')).toEqual(['long']);
});

it('the best match comes first: a word of the title before one of the summary before one of an item', async () => {
  await world.published({ title: 'in an item', items: [itemOf({ description: 'One furnace' })] });
  await world.published({ title: 'Furnaces', summary: 'Title' });
  await world.published({ title: 'in the summary', summary: 'A furnace' });
  const sorted = await world.db.uow.read(world.auditor, (tx) =>
    world.queries.list(tx, { limit: 100, q: 'furnace', sort: 'best-match' }),
  );
  expect(sorted.items.map(({ title }) => title)).toEqual(['Furnaces', 'in the summary', 'in an item']);
  // A rank that no number of its kind can be, in a cursor that nobody was given.
  const cursor = Buffer.from(JSON.stringify(['best-match', '9.9e-99', sorted.items[0]!.id])).toString('base64url');
  const forged = { limit: 1, q: 'furnace', sort: 'best-match', cursor } as const;
  await expect(world.db.uow.read(world.auditor, (tx) => world.queries.list(tx, forged))).rejects.toMatchObject({
    errors: [{ path: 'cursor' }],
  });
  const unworded = world.db.uow.read(world.auditor, (tx) => world.queries.list(tx, { limit: 1, sort: 'best-match' }));
  await expect(unworded).rejects.toMatchObject({ errors: [{ path: 'sort' }] });
});

describe('by place and by what is asked for', () => {
  const line = (categoryCode: string, typeCode: string, place: string | null, site: string | null = null) =>
    itemOf({ description: 'z', categoryCode, typeCode, place, site });
  beforeAll(async () => {
    const file = (title: string, areaIso2: string, ...items: ItemContent[]) =>
      world.published({ title, summary: 'w', language: title === 'B' ? 'fr' : 'en', areaIso2, items });
    await file('A', 'JM', line('STOCK', 'training', 'Montego Bay', 'Depot Seven'));
    await file('B', 'KE', line('MARK', 'legal-drafting', 'Mombasa'));
    await file('C', 'SS', line('BROKER', 'travel', null), line('MARK', 'travel', null));
    await file('D', 'GW', line('DDR', 'travel', null));
  });
  const found = async (q: string) => (await find(q)).filter((title) => /^[ABCD]$/.test(title));

  it.each([
    ['Jamaica', ['A']],
    ['jamaïque', ['A']],
    ['jamaique', ['A']],
    ['Ямайка', ['A']],
    ['جامايكا', ['A']],
    ['牙买加', ['A']],
    ['Caribbean', ['A']],
    ['Caraïbes', ['A']],
    ['"South Sudan"', ['C']],
    ['"Sudan South"', []],
    ['soudan', ['C']],
    ['sud', ['C']],
    ['sudan caribbean', []],
    ['"kenya"', ['B']],
    ['guinea-bissau or kenya', ['B', 'D']],
    ['Guinea-Bissau', ['D']],
    ['stockpile management', ['A']],
    ['"stockpile management"', ['A']],
    ['almacenamiento', ['A']],
    ['marquage', ['B', 'C']],
    ['marking', ['B', 'C']],
    ['маркировка', ['B', 'C']],
    ['وسم', ['B', 'C']],
    ['标识', ['B', 'C']],
    ['marking -brokering', ['B']],
    ['capacitación', ['A']],
    ['africa', ['B', 'C', 'D']],
    ['"eastern africa" marking', ['B', 'C']],
    ['mombasa', ['B']],
    ['montego', ['A']],
    ['"depot seven"', []],
    ['AREA=JM', []],
    ['jamaica or mombasa', ['A', 'B']],
    ['sorted', []],
  ])('%s', async (q, expected) => expect(await found(q)).toEqual(expected));

  it.each([
    ['CI', ["Côte d'Ivoire", 'Côte d’Ivoire', "cote d'ivoire", 'ivoire', 'Кот-д’Ивуар', "Кот-д'Ивуар", 'Кот-д-Ивуар']],
    ['KG', ['Kyrgyzstan', 'Kirghizistan', 'Киргизия', 'Кыргызстан']],
    ['LA', ["Lao People's Democratic Republic", 'Lao People’s Democratic Republic', '老挝人民民主共和国']],
    ['MD', ['Moldova', 'République de Moldova', 'República de Moldova', 'Республика Молдова', 'جمهورية مولدوفا']],
  ])('%s by its names as keyboards type them and the United Nations write them', async (areaIso2, names) => {
    const title = `state of ${areaIso2}`;
    await world.published({ title, summary: 'w', areaIso2, items: [line('DDR', 'travel', null)] });
    for (const name of names) expect([name, await find(`${name} "${title}"`)]).toEqual([name, [title]]);
  });

  it('follows the need to another country, the item to another category and place, and the country to another region', async () => {
    const id = await world.draft({ title: 'B', areaIso2: 'NR', items: [line('DDR', 'travel', 'Yaren')] });
    const at = async (q: string) => (await find(q)).includes('B');
    expect([await at('nauru'), await at('micronesia'), await at('demobilization'), await at('yaren')]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const [item] = await world.items(id);
    const seen = await world.seen(id);
    await world.run(world.stateA, (tx) =>
      world.drafts.revise(tx, seen, {
        areaIso2: 'TV',
        items: [itemOf({ ...line('CHILD', 'travel', 'Funafuti'), id: item!.id })],
      }),
    );
    expect([await at('nauru'), await at('demobilization'), await at('yaren')]).toEqual([false, false, false]);
    expect([await at('tuvalu'), await at('polynesia'), await at('children'), await at('funafuti')]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    await world.db.asOwner("UPDATE areas SET subregion_code = '057' WHERE iso2 = 'TV'");
    expect([await at('polynesia'), await at('micronesia tuvalu')]).toEqual([false, true]);
    await world.db.asOwner("UPDATE areas SET subregion_code = '061' WHERE iso2 = 'TV'");
  });

  it('a name that changes is found at once, and no document is made for it', async () => {
    const renamed = (name: string) =>
      world.db.asOwner("UPDATE search_names SET name = $1 WHERE code = 'AREA=KE' AND language = 'en'", [name]);
    await renamed('Keniatopia');
    expect([await found('keniatopia'), await found('mombasa keniatopia')]).toEqual([['B'], ['B']]);
    await renamed('Kenya');
    expect(await found('keniatopia')).toEqual([]);
  });
});
