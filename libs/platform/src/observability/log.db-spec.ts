// Danger: a secret, a bank account or somebody's address in a log that many may read.
import { systemActor } from '#libs/kernel';
import { testDatabase } from '../testing/test-database.js';
import { createLogger } from './log.js';

const db = testDatabase();
const SECRET = 'DE89370400440532013000';

beforeAll(async () => {
  await db.asOwner(
    'CREATE TABLE accounts (number text CONSTRAINT uq_accounts UNIQUE CONSTRAINT ck_accounts CHECK (number > $$A$$))',
  );
  await db.asOwner('GRANT SELECT, INSERT ON accounts TO PUBLIC');
  await db.asOwner('INSERT INTO accounts VALUES ($1)', [SECRET]);
});

/** What the log says of a thing. */
function logged(thing: object): string {
  const lines: string[] = [];
  createLogger({ logLevel: 'info' }, 'test', { write: (line) => void lines.push(line) }).error(
    thing,
    'unexpected error',
  );
  expect(lines).toHaveLength(1);
  return lines[0]!;
}

/** As the client of Redis throws it. */
function refusedLogin(): Error {
  return Object.assign(new Error('WRONGPASS'), { command: { name: 'hello', args: ['3', 'AUTH', 'default', SECRET] } });
}

describe('the log', () => {
  it.each([
    { password: SECRET },
    { body: { password: SECRET, accountNumber: SECRET } },
    { accountNumber: SECRET },
    { token: SECRET },
    { req: { headers: { cookie: SECRET, authorization: SECRET } } },
    { res: { headers: { 'set-cookie': SECRET } } },
    { err: refusedLogin() },
    { err: Object.assign(new Error('closed'), { previousErrors: [refusedLogin()], lastNodeError: refusedLogin() }) },
  ])('does not tell %j', (thing) => {
    expect(logged(thing)).not.toContain(SECRET);
  });

  it.each([
    ['is there already', 'INSERT INTO accounts VALUES ($1)', [SECRET]],
    ['breaks a rule', 'INSERT INTO accounts VALUES ($1)', [`-${SECRET}`]],
    ['stands where there is nothing', 'INSERT INTO nothing VALUES ($1)', [SECRET]],
  ])('says which rule the database enforced, and not the value, when it %s', async (_, sql, values) => {
    const error: unknown = await db.uow
      .run(systemActor('test'), (tx) => tx.query(sql, values))
      .catch((caught: unknown) => caught);
    const line = logged({ err: error });
    expect(line).toMatch(/uq_accounts|ck_accounts|42P01/);
    expect(line).not.toContain(SECRET);
  });
});
