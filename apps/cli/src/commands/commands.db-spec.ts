// Danger: a command that does something else the second time, or says that all is well when it is not.
import { Sealer } from '#libs/audit';
import { testDatabase } from '#libs/platform';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../command.js';
import { invariants } from '../cli.module.js';
import { ABSENT } from '../demo/must-show.fixture.js';
import { deliveryRetryCommand } from './delivery-retry.js';
import { doctorCommand } from './doctor.js';
import { exportCommand } from './export.js';
import { importSheetCommand } from './import-sheet.js';
import { migrateCommand } from './migrate.js';
import { seedCommand } from './seed.js';
import { userAddCommand } from './user-add.js';

const db = testDatabase();
let folder: string;

async function run(command: Command, values: Record<string, string | boolean> = {}, positionals: string[] = []) {
  const out: string[] = [];
  const print = (line: string) => out.push(line);
  const code = await command.run({ values, positionals, print, warn: print });
  return { code, out };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commands-'));
  process.env.DATABASE_URL = db.url;
  process.env.CLEARING_FILES_FOLDER = folder;
});

afterAll(async () => {
  delete process.env.DATABASE_URL;
  delete process.env.CLEARING_FILES_FOLDER;
  await rm(folder, { recursive: true });
});

/** How many rows each table holds. */
async function counts(): Promise<Record<string, string>> {
  const tables = await db.asOwner<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await db.asOwner<{ count: string }>(`SELECT count(*) FROM "${name}"`);
    found[name] = row?.count ?? '';
  }
  return found;
}

describe('seed', () => {
  it('builds the demonstration world once, and prints the sign-ins each time', async () => {
    const first = await run(seedCommand, { demo: true });
    const signIns = first.out.filter((line) =>
      /^demo-sign-in \S+@demo\.example \S{12,} [a-z-]+, .+ \(demonstration\)$/.test(line),
    );
    expect(signIns.length).toBeGreaterThanOrEqual(10);
    const before = await counts();
    expect(before).toMatchObject({ needs: '73', offers: '69', funds: '1', fund_deposits: '3' });
    const second = await run(seedCommand, { demo: true });
    expect(await counts()).toEqual(before);
    expect(second.out.filter((line) => line.startsWith('demo-sign-in '))).toEqual(signIns);
  });

  it.each([
    {
      what: 'leaves alone what people changed in it',
      change: `UPDATE needs SET title = '~' || title WHERE state = 'published'`,
      undo: `UPDATE needs SET title = substr(title, 2) WHERE title LIKE '~%'`,
    },
    {
      what: 'goes on where it was cut short',
      change: `UPDATE matches SET origin = 'engine', note = '~' || note WHERE origin = 'person'`,
      undo: `UPDATE matches SET origin = 'person', note = substr(note, 2) WHERE note LIKE '~%'`,
    },
  ])('$what', async ({ change, undo }) => {
    const before = await counts();
    await db.asOwner(change);
    await run(seedCommand, { demo: true });
    expect(await counts()).toEqual(before);
    await db.asOwner(undo);
  });

  it('shows all that a demonstration must show, and names what is absent', async () => {
    const absent = async () => (await db.asOwner<{ what: string }>(ABSENT)).map(({ what }) => what);
    expect(await absent()).toEqual([]);
    await db.asOwner('UPDATE saved_searches SET alert = false');
    expect(await absent()).toEqual(['saved search with an alert']);
    const withoutTwo = `SELECT o.name FROM organizations o WHERE o.kind = 'state'
                         AND (SELECT count(*) FROM points_of_contact p WHERE p.organization_id = o.id AND p.instrument = 'iti') < 2`;
    expect(await db.asOwner(withoutTwo)).toEqual([]);
  });

  it('marks all of it as illustrative, in every language and circle, with letters and with rates for its money', async () => {
    const none = async (sql: string) => expect(await db.asOwner(sql)).toEqual([]);
    await none(`SELECT title FROM needs WHERE NOT 'illustrative' = ANY(tags)`);
    await none(`SELECT title FROM offers WHERE NOT 'illustrative' = ANY(tags)`);
    // What is no invention says so, and who published it in brackets.
    const facts = (table: string, text: string) =>
      db.asOwner(`SELECT title FROM ${table} WHERE ${text} ~ 'Publi(shed: |é : ).+\\(.+\\)\\.$'`);
    expect((await facts('needs', `concat_ws(' ', summary, also_submitted_note)`)).length).toBeGreaterThanOrEqual(4);
    expect((await facts('offers', 'description')).length).toBeGreaterThanOrEqual(3);
    await none(`SELECT id FROM points_of_contact WHERE letter_file_id IS NULL`);
    await none(`SELECT l FROM unnest(ARRAY['ar', 'en', 'es', 'fr', 'ru', 'zh']) l
                 WHERE NOT EXISTS (SELECT FROM needs WHERE language = l AND state = 'published')`);
    await none(`SELECT v FROM unnest(ARRAY['public', 'states-only', 'parties-only', 'coordinators']) v
                 WHERE NOT EXISTS (SELECT FROM needs WHERE visibility = v AND state = 'published')`);
    await none(`SELECT c FROM (SELECT currency FROM offers UNION SELECT coalesce(currency, unit_cost_currency) FROM need_items) m (c)
                 WHERE c <> 'USD' AND NOT EXISTS (SELECT FROM exchange_rates WHERE currency = c AND effective_on <= current_date)`);
    await none('SELECT match_id, event, valued_on FROM match_values WHERE usd_minor IS NULL');
  });

  it('tells of more than a year, one act after the other, and of nothing that came after its last day', async () => {
    const none = async (sql: string) => expect(await db.asOwner(sql)).toEqual([]);
    await none(`SELECT title FROM needs WHERE created_at > submitted_at OR submitted_at > acknowledged_at
                  OR acknowledged_at > published_at OR published_at >= now() OR published_at >= least(needed_by, valid_until)`);
    await none(
      `SELECT title FROM offers WHERE created_at > published_at OR published_at >= coalesce(valid_until, 'infinity')`,
    );
    await none(`SELECT m.id FROM matches m JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
                 WHERE m.created_at <= greatest(n.published_at, o.published_at - interval '1 second') OR m.reviewed_at <= m.created_at
                    OR least(m.donor_consent_at, m.state_consent_at) <= m.reviewed_at`);
    await none(`SELECT d.id FROM deliveries d JOIN matches m ON m.id = d.match_id
                 WHERE d.delivered_on <= greatest(m.donor_consent_at, m.state_consent_at) OR d.decided_at <= d.recorded_at`);
    // The calendar fixes their days; the world is told from the day on which it is loaded.
    await none(`SELECT title FROM needs WHERE title || summary ~* 'bienn?ial|biennale|bienal'`);
    for (const [table, at] of Object.entries({ needs: 'published_at', outbox_events: 'occurred_at' })) {
      const sql = `SELECT count(DISTINCT date_trunc('month', ${at})) AS months FROM ${table}`;
      const [told] = await db.asOwner<{ months: string }>(sql);
      expect(Number(told!.months)).toBeGreaterThanOrEqual(12);
    }
  });

  it('is audited as the person at the terminal, and its people as themselves', async () => {
    const rows = await db.asOwner<{ label: string }>(
      `SELECT DISTINCT actor_label AS label FROM audit_log WHERE act IN ('reference.loaded', 'person.added')`,
    );
    expect(rows).toEqual([{ label: expect.stringMatching(/^operator .+/) as string }]);
    const [published] = await db.asOwner("SELECT actor_role FROM audit_log WHERE act = 'need.published' LIMIT 1");
    expect(published).toEqual({ actor_role: 'coordinator' });
  });

  it('refuses the demonstration in production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      await expect(run(seedCommand, { demo: true })).rejects.toThrow(/refused in production/);
    } finally {
      process.env.NODE_ENV = before;
    }
  });
});

describe('user add', () => {
  const user = { email: 'Ana@State.example', name: 'Ana', organization: 'Haiti (demonstration)', role: 'focal-point' };

  it('adds a person with a new password that is printed once and stored only as a hash', async () => {
    const { code, out } = await run(userAddCommand, user);
    expect(code).toBe(0);
    expect(out[0]).toMatch(/^ana@state\.example is focal-point of Haiti/);
    const password = /^password (\S{20})$/.exec(out[1] ?? '')?.[1];
    const [person] = await db.asOwner("SELECT password_hash FROM people WHERE email = 'ana@state.example'");
    expect(person?.password_hash).toMatch(/^\$argon2id\$/);
    const everything = await db.asOwner<{ text: string }>("SELECT string_agg(l::text, ' ') AS text FROM audit_log l");
    expect(everything[0]?.text).not.toContain(password);
  });

  it('gives a known person another role, and makes an organization when told its kind', async () => {
    const { out } = await run(userAddCommand, { ...user, organization: 'OECS', kind: 'regional-organization' });
    expect(out.join('\n')).toMatch(/ana@state\.example is focal-point of OECS .*\n.*stay as they were/);
  });

  it.each([
    [{ ...user, organization: 'Nowhere' }, /no organization "Nowhere"/],
    [{ ...user, role: 'king' }, /--role must be one of/],
    [{ ...user, organization: 'New', kind: 'club' }, /--kind must be one of/],
    [{ ...user, email: '' }, /--email is missing/],
    [{ ...user, email: 'ana@@state' }, /--email must be an e-mail address/],
    [{ ...user, role: 'approver' }, /gives nobody the role/],
    [user, /already/],
  ])('says why it cannot: %#', async (values, message) => {
    await expect(run(userAddCommand, values)).rejects.toThrow(message);
  });
});

describe('doctor', () => {
  it('finds nothing wrong in the demonstration world', async () => {
    const { code, out } = await run(doctorCommand);
    expect(out.filter((line) => !line.startsWith('ok '))).toEqual([`All ${invariants.length + 1} invariants hold.`]);
    expect(code).toBe(0);
  });

  it('reports what is broken by name and in words, and ends with 1', async () => {
    await db.asOwner('UPDATE need_items SET committed = 1 WHERE position = 2');
    const { code, out } = await run(doctorCommand);
    expect(code).toBe(1);
    expect(out).toContainEqual(expect.stringMatching(/^BROKEN {2}matching\.items-hold-their-matches: /));
    expect(out).toContainEqual(expect.stringMatching(/^ +- item item_\S+ counts 1 as committed/));
    expect(out.at(-1)).toMatch(/^\d+ of \d+ invariants are broken\.$/);
  });

  it('finds an entry of the audit log that was changed after it was sealed', async () => {
    await db.uow.run(db.actor, (tx) => new Sealer().seal(tx));
    await db.asOwner('ALTER TABLE audit_log DISABLE TRIGGER USER');
    await db.asOwner(`UPDATE audit_log SET actor_label = 'somebody else' WHERE act = 'fund.created'`);
    const { code, out } = await run(doctorCommand);
    expect(code).toBe(1);
    expect(out).toContainEqual(expect.stringMatching(/^BROKEN {2}audit\.chain: /));
    expect(out).toContainEqual(expect.stringMatching(/^ +- Entry \d+ \(aud_\S+\) was changed after it was sealed/));
  });

  it('finds a chain that was cut short with its noted end, for who kept that end elsewhere', async () => {
    const [head] = await db.asOwner<{ seq: string; hash: string }>('SELECT seq, hash FROM audit_head');
    const sealed = `${head!.seq}:${head!.hash}`;
    const cut = async (values: Record<string, string>) =>
      (await run(doctorCommand, values)).out.filter((line) => line.includes('noted outside'));
    expect(await cut({ sealed })).toEqual([]);
    expect(await cut({ sealed: `${Number(head!.seq) + 1}:${head!.hash}` })).toEqual([
      expect.stringMatching(/The chain ends at \d+, before entry \d+ that was noted outside/),
    ]);
    expect(await cut({ sealed: `${head!.seq}:${'0'.repeat(64)}` })).toEqual([
      expect.stringMatching(/has another hash than was noted outside/),
    ]);
    await expect(run(doctorCommand, { sealed: 'the last one' })).rejects.toThrow(/--sealed must be/);
  });

  it('has a name of its own for each invariant', () => {
    const names = invariants.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    expect(names.filter((name) => !/^[a-z]+\.[a-z-]+$/.test(name))).toEqual([]);
  });
});

describe('delivery retry', () => {
  const GIVEN_UP = `UPDATE outbox_deliveries SET state = 'dead', attempts = 8, last_error = 'the offer is gone'
     WHERE id = (SELECT min(id) FROM outbox_deliveries) RETURNING id`;

  it('takes up what doctor says was given up, and says why in the audit log', async () => {
    const [{ id }] = (await db.asOwner<{ id: string }>(GIVEN_UP)) as [{ id: string }];
    const before = await run(doctorCommand);
    expect(before.out).toContainEqual(
      expect.stringMatching(new RegExp(`- delivery ${id} of need\\.[a-z-]+ .* after 8 attempts: the offer is gone`)),
    );
    await expect(run(deliveryRetryCommand, {}, [id])).rejects.toThrow('--reason is missing.');
    await run(deliveryRetryCommand, { reason: 'The offer is back.' }, [id]);
    expect(await db.asOwner(`SELECT state, attempts FROM outbox_deliveries WHERE id = '${id}'`)).toEqual([
      { state: 'pending', attempts: 0 },
    ]);
    expect(await db.asOwner(`SELECT payload FROM audit_log WHERE ref_id = '${id}'`)).toEqual([
      { payload: { reason: 'The offer is back.' } },
    ]);
    await expect(run(deliveryRetryCommand, { reason: 'Again.' }, [id])).rejects.toThrow(/No delivery \S+ was given up/);
  });
});

describe('sheets', () => {
  let path: string;
  beforeAll(() => void (path = join(folder, 'sheet.csv')));

  const as = 'focal-haiti@demo.example';
  const lines = async () => (await readFile(path, 'utf8')).split('\r\n');

  it('writes what the person may see, and takes it back', async () => {
    await run(exportCommand, { as }, ['needs', path]);
    const all = await lines();
    expect(await run(importSheetCommand, { as, 'dry-run': true }, ['needs', path])).toEqual({
      code: 0,
      out: [
        'Dry run: nothing was changed. In earnest it would be:',
        expect.stringMatching(/^rows (\d+), created 0, updated 0, unchanged \1, refused 0$/),
      ],
    });
    await run(exportCommand, {}, ['needs', path]);
    expect((await lines()).length).toBeGreaterThan(all.length);
  });

  it('says of each refused row why, and gives it back in a file', async () => {
    await writeFile(path, 'title;area;requested\r\nRadios;HT;\r\n;HT;\r\n');
    const errors = join(folder, 'errors.csv');
    expect(await run(importSheetCommand, { as, errors }, ['needs', path])).toEqual({
      code: 1,
      out: ['row 3: title: is missing', 'rows 2, created 1, updated 0, unchanged 0, refused 1'],
    });
    expect(await readFile(errors, 'utf8')).toBe('\ufefftitle,area,requested,error\r\n,HT,,title: is missing\r\n');
    await writeFile(path, 'title;area;requested\r\nRadios;HT;\r\nHandcuffs;HT;\r\n');
    expect(await run(importSheetCommand, { as }, ['needs', path])).toEqual({
      code: 0,
      out: [
        expect.stringMatching(/^row 2: already filed as need_/),
        'rows 2, created 1, updated 0, unchanged 0, refused 0, already filed 1',
      ],
    });
  });

  it('writes offers, and what the columns of a sheet mean', async () => {
    await run(exportCommand, { as: 'donor-germany@demo.example' }, ['offers', path]);
    const sent = await run(importSheetCommand, { as: 'donor-germany@demo.example' }, ['offers', path]);
    expect(sent.out.at(-1)).toMatch(/^rows (\d+), created 0, updated 0, unchanged \1, refused 0$/);
    await run(exportCommand, { format: 'columns' }, ['offers', path]);
    expect((await lines())[0]).toBe('\ufeffcolumn,meaning,unit,allowed_values,example,may_be_changed');
  });

  it.each([
    [importSheetCommand, ['needs', 'none.csv'], { as }, 'There is no file none.csv'],
    [importSheetCommand, ['needs', 'none.csv'], {}, '--as is missing'],
    [
      exportCommand,
      ['needs', 'x.csv'],
      { as: 'nobody@test.example' },
      'Nobody with the e-mail nobody@test.example is a focal point here.',
    ],
    [exportCommand, ['flows', 'x.csv'], {}, '"flows" is no sheet'],
    [exportCommand, ['needs', 'x.csv'], { format: 'pdf' }, '--format must be one of csv'],
  ])('refuses what cannot be done with one sentence', async (command, positionals, values, message) => {
    await expect(run(command, values, positionals)).rejects.toThrow(message);
  });
});

describe('a command on a database that it cannot use', () => {
  it('says so in one sentence', async () => {
    process.env.DATABASE_URL = 'postgres://nobody:x@127.0.0.1:9/none';
    await expect(run(doctorCommand)).rejects.toThrow(/^The database of DATABASE_URL cannot be used: .*ECONNREFUSED/);
    await expect(run(migrateCommand)).rejects.toThrow(/DATABASE_OWNER_URL is missing/);
    await expect(run(doctorCommand, { data: '/tmp' })).rejects.toThrow(/either DATABASE_URL or --data/);
  });
});
