import { testDatabase } from '#libs/platform';
import { auditEntities } from './audit.entity.js';
import { auditInvariants } from './audit.invariants.js';
import { AuditQueries } from './audit.queries.js';
import { Audit } from './audit.js';
import { Sealer } from './sealer.js';
import { verifyChain } from './verify-chain.js';

const db = testDatabase({ entities: auditEntities });
const audit = new Audit();
const sealer = new Sealer();
const coordinator = { role: 'coordinator', personId: 'pers_c', organizationId: 'org_c', label: 'C.' } as const;

const record = (refId: string) =>
  db.uow.run(coordinator, (tx) => audit.record(tx, { act: 'need.published', refId, payload: { reason: 'test' } }));
const seal = () => db.uow.run(db.actor, (tx) => sealer.seal(tx));
const verify = () => db.uow.read(db.actor, (tx) => verifyChain(tx));

async function refusal(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );
}

describe('the audit log', () => {
  it('names the actor of the transaction and the kind of the thing', async () => {
    await record('need_named');
    const [entry] = await db.asOwner("SELECT * FROM audit_log WHERE ref_id = 'need_named'");
    expect(entry).toMatchObject({
      actor_role: 'coordinator',
      actor_person: 'pers_c',
      actor_organization: 'org_c',
      actor_label: 'C.',
      ref_type: 'need',
      payload: { reason: 'test' },
    });
  });

  it('keeps several acts in their order, each with what belongs to it', async () => {
    const acts = [
      { act: 'need.published', refId: 'several_b', organizationId: 'org_b' },
      { act: 'match.reduced', refId: 'several_a', payload: { from: '2', to: '1' } },
      { act: 'need.published', refId: 'several_c', refType: 'thing' },
    ];
    await db.uow.run(coordinator, (tx) => audit.recordAll(tx, acts));
    const entries = await db.asOwner("SELECT * FROM audit_log WHERE ref_id LIKE 'several_%' ORDER BY id");
    expect(entries).toMatchObject([
      { act: 'need.published', ref_id: 'several_b', ref_type: 'need', organization_id: 'org_b', payload: {} },
      { act: 'match.reduced', ref_id: 'several_a', ref_type: 'match', payload: { from: '2', to: '1' } },
      { act: 'need.published', ref_id: 'several_c', ref_type: 'thing', organization_id: null },
    ]);
  });

  it('keeps nothing of an act that did not happen', async () => {
    const failed = db.uow.run(coordinator, async (tx) => {
      await audit.record(tx, { act: 'need.published', refId: 'need_undone' });
      throw new Error('the act failed');
    });
    await expect(failed).rejects.toThrow('the act failed');
    expect(await db.asOwner("SELECT 1 FROM audit_log WHERE ref_id = 'need_undone'")).toEqual([]);
  });

  it.each([
    ['UPDATE audit_log SET act = $$need.hidden$$', /permission denied/],
    ['DELETE FROM audit_log', /permission denied/],
    ['TRUNCATE audit_log CASCADE', /permission denied/],
    ['UPDATE audit_seals SET hash = $$x$$', /permission denied/],
    ['DELETE FROM audit_seals', /permission denied/],
    ['INSERT INTO audit_unsealed VALUES ($$x$$)', /permission denied/],
    [
      `INSERT INTO audit_log (id, at, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id)
       VALUES ('aud_early', '2020-01-01', 'system', '', '', 'x', 'a.b', 'a', 'x')`,
      /permission denied/,
    ],
    ['UPDATE audit_head SET seq = seq - 1', /moves forward only/],
  ])('refuses the application: %s', async (sql, expected) => {
    await seal();
    expect(await refusal(db.uow.run(db.actor, (tx) => tx.query(sql)))).toMatch(expected);
  });

  it.each(['UPDATE audit_log SET act = $$need.hidden$$', 'DELETE FROM audit_log', 'TRUNCATE audit_log CASCADE'])(
    'refuses even its owner: %s',
    async (sql) => {
      expect(await refusal(db.asOwner(sql))).toMatch(/append-only/);
    },
  );

  it('refuses an act without a name of the known shape', async () => {
    const recorded = db.uow.run(db.actor, (tx) => audit.record(tx, { act: 'Published!', refId: 'need_x' }));
    expect(await refusal(recorded)).toMatch(/ck_audit_log_act/);
  });

  it('lists by thing, act and person, newest first, page by page', async () => {
    for (let i = 0; i < 5; i += 1) await record('need_paged');
    const queries = new AuditQueries({ entriesVisibleTo: () => ({ sql: '(true)', params: [] }) });
    const first = await db.uow.read(coordinator, (tx) => queries.list(tx, { refId: 'need_paged', limit: 3 }));
    const cursor = first.nextCursor ?? '';
    const rest = await db.uow.read(coordinator, (tx) => queries.list(tx, { refId: 'need_paged', limit: 3, cursor }));
    expect(first.items).toHaveLength(3);
    expect(rest.items).toHaveLength(2);
    expect(rest.nextCursor).toBeNull();
    const ids = [...first.items, ...rest.items].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    const nobody = { actor: 'pers_nobody', act: 'need.published', limit: 3 };
    expect((await db.uow.read(coordinator, (tx) => queries.list(tx, nobody))).items).toEqual([]);
  });

  it('lists the acts of a kind by their first word', async () => {
    const acts = ['need.published', 'need.revision-withdrawn', 'needs.counted', 'need-template.made'];
    for (const act of acts) {
      await db.uow.run(coordinator, (tx) => audit.record(tx, { act, refId: 'need_of_kind' }));
    }
    const queries = new AuditQueries({ entriesVisibleTo: () => ({ sql: '(true)', params: [] }) });
    const filter = { refId: 'need_of_kind', act: 'need', limit: 10 };
    const { items } = await db.uow.read(coordinator, (tx) => queries.list(tx, filter));
    expect(items.map(({ act }) => act)).toEqual(['need.revision-withdrawn', 'need.published']);
  });
});

describe('the sealer', () => {
  it('seals everything that was committed, once', async () => {
    await record('need_sealed');
    expect((await seal()).sealed).toBeGreaterThan(0);
    expect((await seal()).sealed).toBe(0);
    expect(await verify()).toMatchObject({ faults: [] });
  });

  it('does not pass over an entry whose transaction commits after later ones were sealed', async () => {
    let commit = (): void => undefined;
    const held = new Promise<void>((resolve) => (commit = resolve));
    const late = db.uow.run(coordinator, async (tx) => {
      await audit.record(tx, { act: 'need.published', refId: 'need_late' });
      await held;
    });
    await record('need_early');
    await seal();
    commit();
    await late;
    expect((await seal()).sealed).toBe(1);
    const [{ in_order } = { in_order: false }] = await db.asOwner<{ in_order: boolean }>(
      `SELECT (SELECT seq FROM audit_seals JOIN audit_log ON id = audit_id WHERE ref_id = 'need_late') >
              (SELECT seq FROM audit_seals JOIN audit_log ON id = audit_id WHERE ref_id = 'need_early') AS in_order`,
    );
    expect(in_order).toBe(true);
    expect(await verify()).toMatchObject({ faults: [] });
  });

  it('makes one chain with several workers and writers at the same time', async () => {
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 10; i += 1) await record(`need_w${writer}_${i}`);
    });
    let writing = true;
    const workers = Array.from({ length: 4 }, async () => {
      while (writing) await seal();
    });
    await Promise.all(writers);
    writing = false;
    await Promise.all(workers);
    await seal();
    const [counts] = await db.asOwner(
      'SELECT (SELECT count(*) FROM audit_log) = (SELECT count(*) FROM audit_seals) AS all_sealed',
    );
    expect(counts).toEqual({ all_sealed: true });
    expect(await verify()).toMatchObject({ faults: [] });
  });

  it('leaves the work to another sealer that has begun', async () => {
    await record('need_once');
    const outcome = await db.uow.run(db.actor, async (tx) => {
      await sealer.seal(tx);
      return seal();
    });
    expect(outcome).toEqual({ sealed: 0, before: null });
  });
});

describe('the invariants', () => {
  const violations = (name: string) =>
    db.asOwner<{ what: string }>(auditInvariants.find((invariant) => invariant.name === name)?.sql ?? '');

  beforeAll(async () => {
    await seal();
    for (const { name } of auditInvariants) expect(await violations(name)).toEqual([]);
    await db.asOwner('ALTER TABLE audit_log DISABLE TRIGGER USER');
    await db.asOwner('ALTER TABLE audit_seals DISABLE TRIGGER USER');
    await db.asOwner('ALTER TABLE audit_seals DROP CONSTRAINT fk_audit_seals_audit');
  });

  it.each([
    [
      'audit.sealed-or-waiting',
      `INSERT INTO audit_log (id, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id)
       VALUES ('aud_lost', 'system', '', '', 'x', 'a.b', 'a', 'x')`,
      'aud_lost',
    ],
    ['audit.seals-have-entries', `DELETE FROM audit_log WHERE ref_id = 'need_sealed'`, 'lost its entry'],
    ['audit.numbers-without-gaps', 'DELETE FROM audit_seals WHERE seq = 2', 'seal 3 does not follow'],
    ['audit.numbers-without-gaps', 'DELETE FROM audit_seals WHERE seq >= 2', 'noted end'],
    ['audit.people-are-named', `UPDATE audit_log SET actor_person = '' WHERE actor_role = 'coordinator'`, 'nobody'],
  ])('%s reports %s', async (name, sql, expected) => {
    await db.asOwner('BEGIN');
    await db.asOwner(sql);
    const found = await violations(name);
    await db.asOwner('ROLLBACK');
    expect(found.map(({ what }) => what).join('\n')).toContain(expected);
  });
});
