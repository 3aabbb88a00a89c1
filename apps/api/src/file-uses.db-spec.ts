// Danger: a file that was handed in stays hidden from who is to review it, or one that nobody handed in is shown.
import { newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { FILE_REFERENCES, usesOf } from './file-uses.js';

const db = testDatabase();

it('every foreign key to a stored file counts as a use', async () => {
  const keys = await db.asOwner<{ table: string; column: string }>(
    `SELECT c.conrelid::regclass::text AS table, a.attname AS column
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
      WHERE c.contype = 'f' AND c.confrelid = 'stored_files'::regclass ORDER BY 1, 2`,
  );
  expect(keys.map(({ table, column }) => [table, column])).toEqual(FILE_REFERENCES);
});

it('a file that nothing refers to is not used', async () => {
  const uses = await db.uow.read(db.actor, (tx) => usesOf(tx, newId('file')));
  expect(uses).toEqual([]);
});
