// Danger: somebody tries what is hidden from them, and the audit does not say so because it does not know what has such an id.
import { newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { KNOWN_THINGS, KnownThings } from './known-things.js';

const db = testDatabase();
const things = new KnownThings();

it('each kind of thing is kept in a table that may be asked for it', async () => {
  for (const [prefix, kind] of KNOWN_THINGS) {
    const id = newId(prefix);
    const existing = await db.uow.read(db.actor, (tx) => things.existing(tx, [id]));
    expect([prefix, things.kindOf(id), existing.size]).toEqual([prefix, kind, 0]);
  }
});

it('knows what is there, and takes nothing for an id that is none', async () => {
  const id = newId('org');
  await db.asOwner(`INSERT INTO organizations (id, kind, name) VALUES ($1, 'ngo', 'Group')`, [id]);
  const asked = [newId('org'), id, 'org_1', newId('need')];
  expect([...(await db.uow.read(db.actor, (tx) => things.existing(tx, asked)))]).toEqual([id]);
  expect(['org_1', `${id}x`, 'constructor', ''].map((text) => things.kindOf(text))).toEqual([null, null, null, null]);
});
