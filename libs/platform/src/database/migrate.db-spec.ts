// Danger: the processes run with the rights of the owner, so that no grant protects anything, or with none at all.
import { testDatabase } from '../testing/test-database.js';
import { migrate } from './migrate.js';

const db = testDatabase();
/** A role that every PostgreSQL has, without rights on tables. */
const NOBODY = 'pg_monitor';

const nameOf = (url: string) => new URL(url).username;

it.each([
  ['the owner as the application', () => [db.ownerUrl, nameOf(db.ownerUrl)], /may do everything here/],
  ['a superuser as the application', () => [db.ownerUrl, 'postgres'], /may do everything here/],
  ['a role that is not there', () => [db.ownerUrl, 'nobody here'], /There is no role "nobody here"/],
  ['an owner that owns nothing', () => [db.url, NOBODY], /may make no tables/],
  ['another role than the tables were made for', () => [db.ownerUrl, NOBODY], /GRANT "clearing_app" TO "pg_monitor"/],
])('refuses %s, and says what to do', async (_, roles, sentence) => {
  const [ownerUrl = '', appRole = ''] = roles();
  await expect(migrate({ ownerUrl, appRole, migrations: [] })).rejects.toThrow(sentence);
});

it('finds nothing to do in a migrated database', async () => {
  expect(await migrate({ ownerUrl: db.ownerUrl, appRole: nameOf(db.url), migrations: [] })).toEqual([]);
});
