// Danger: an actor that leaks into another transaction, a write in a read, a lost race that is not retried.
import { type Actor } from '#libs/kernel';
import { testDatabase } from '../testing/test-database.js';
import { isViolation } from './unit-of-work.js';

const db = testDatabase();
const person = (id: string): Actor => ({ role: 'donor', personId: id, organizationId: `org_${id}`, label: id });
const WHO = `SELECT current_setting('app.actor_person', true) AS person`;

beforeAll(async () => {
  await db.asOwner('CREATE TABLE races (id int PRIMARY KEY, n int NOT NULL CONSTRAINT ck_races_n CHECK (n >= 0))');
  await db.asOwner('INSERT INTO races VALUES (1, 0), (2, 0)');
  await db.asOwner('GRANT SELECT, INSERT, UPDATE ON races TO PUBLIC');
});

describe('UnitOfWork', () => {
  it('gives each of 200 concurrent transactions its own actor', async () => {
    const seen = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        db.uow.run(person(`p${index}`), async (tx) => {
          await tx.query('SELECT pg_sleep(0.001)');
          return (await tx.query<[{ person: string }]>(WHO))[0].person;
        }),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => `p${index}`));
  });

  it('leaves no actor behind on the connection', async () => {
    await db.uow.run(person('ghost'), (tx) => tx.query('SELECT 1'));
    const left = await Promise.all(Array.from({ length: 16 }, () => db.dataSource.query(WHO)));
    expect(left.every(([row]) => !row.person)).toBe(true);
  });

  it('refuses a write in a read', async () => {
    const write = db.uow.read(person('reader'), (tx) => tx.query('UPDATE races SET n = n + 1'));
    await expect(write).rejects.toMatchObject({ code: '25006' });
  });

  it('rolls back everything when the work fails', async () => {
    const work = db.uow.run(person('p'), async (tx) => {
      await tx.query('INSERT INTO races VALUES (3, 3)');
      await tx.query('INSERT INTO races VALUES (4, -1)');
    });
    const error: unknown = await work.catch((caught: unknown) => caught);
    expect(isViolation(error, 'ck_races_n')).toBe(true);
    expect(await db.asOwner('SELECT * FROM races WHERE id > 2')).toEqual([]);
  });

  it('starts the loser of a deadlock over: both updates land', async () => {
    let starts = 0;
    let held = 0;
    let bothHoldOne = () => {};
    const meeting = new Promise<void>((resolve) => (bothHoldOne = resolve));
    const crossing = (first: number, second: number) =>
      db.uow.run(person('p'), async (tx) => {
        starts += 1;
        await tx.query('UPDATE races SET n = n + 1 WHERE id = $1', [first]);
        held += 1;
        if (held === 2) bothHoldOne();
        await meeting;
        await tx.query('UPDATE races SET n = n + 1 WHERE id = $1', [second]);
      });
    await Promise.all([crossing(1, 2), crossing(2, 1)]);
    expect(await db.asOwner('SELECT n FROM races ORDER BY id')).toEqual([{ n: 2 }, { n: 2 }]);
    expect(starts).toBe(3);
  });
});
