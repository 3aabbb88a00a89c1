// Danger: a word that stands in a need, in another form or in an item, does not find it; or finds it after it is gone.
import type { Language, NeedContent } from './need.rules.js';
import { itemOf, needsWorld } from './needs.fixtures.js';

const world = needsWorld();

async function find(q: string): Promise<string[]> {
  const { items } = await world.db.uow.read(world.auditor, (tx) => world.queries.list(tx, { limit: 100, q }));
  return items.map(({ title }) => title).sort();
}

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
    await world.published({ language, title, summary, items: [itemOf({ description: 'x' })] });
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
  ['ar', 'آلات', 'آلات الوسم، والتدريب على إدارة الأسلحة وَالمُعَدّات'],
  ['es', 'munición', 'Destrucción de munición en los cañones'],
  ['ru', 'станки', 'Нужна приёмка станков для маркировки, учёт патронов и новый склад'],
  ['en', 'façade', 'Safes for the café of Abéché'],
];

describe('spelled without the marks that are left out in haste', () => {
  beforeAll(async () => {
    for (const [language, title, summary] of TYPED_IN_HASTE) {
      await world.published({ language, title, summary, items: [itemOf({ description: 'y' })] });
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
  const unworded = world.db.uow.read(world.auditor, (tx) => world.queries.list(tx, { limit: 1, sort: 'best-match' }));
  await expect(unworded).rejects.toMatchObject({ errors: [{ path: 'sort' }] });
});
