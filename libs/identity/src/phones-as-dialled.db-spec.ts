// Danger: the public is shown a telephone that nobody can dial.
import { testDatabase } from '#libs/platform';
import type { QueryRunner } from 'typeorm';
import { identityEntities } from './identity.entities.js';
import { PhonesAsTheyAreDialled1764000300120 } from './migrations/1764000300120-phones-as-they-are-dialled.js';
import { ContactsFixture } from './points-of-contact.fixture.js';

const db = testDatabase({ entities: identityEntities });
const at = new ContactsFixture(db);

it('telephones of before are kept as they are dialled, and shown only where there is one', async () => {
  await at.newState();
  await db.asOwner(`ALTER TABLE points_of_contact DROP CONSTRAINT ck_points_of_contact_phone,
                                                  DROP CONSTRAINT ck_points_of_contact_shown_phone`);
  await db.asOwner(`ALTER TABLE points_of_contact ADD CONSTRAINT ck_points_of_contact_phone CHECK (phone <> '')`);
  const planted: [string | null, string | null, boolean][] = [
    ['+50928123456', '+50928123456', true],
    ['00509 2812–3456', '+50928123456', true],
    ['+41 (0)22 917 12 34', '+41229171234', true],
    ['abc', null, false],
    [null, null, false],
  ];
  const ids: string[] = [];
  for (const [phone] of planted) {
    const id = await at.designate(await at.focalPoint(), { isPrimary: false });
    await db.asOwner('UPDATE points_of_contact SET phone = $2, shows_phone = true WHERE id = $1', [id, phone]);
    ids.push(id);
  }
  const query = (sql: string, params?: unknown[]) => db.asOwner(sql, params);
  await new PhonesAsTheyAreDialled1764000300120().up({ query } as QueryRunner);
  const kept = await db.asOwner<{ phone: string | null; shown: boolean }>(
    'SELECT phone, shows_phone AS shown FROM points_of_contact WHERE id = ANY($1) ORDER BY created_at, id',
    [ids],
  );
  expect(kept.map(({ phone, shown }) => [phone, shown])).toEqual(planted.map(([, phone, shown]) => [phone, shown]));
});
