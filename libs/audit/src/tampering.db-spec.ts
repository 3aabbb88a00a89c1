import fc from 'fast-check';
import { testDatabase, type ReadTx } from '#libs/platform';
import { auditEntities } from './audit.entity.js';
import { Audit } from './audit.js';
import { CHAIN_COLUMNS } from './chain.columns.js';
import { linkHash, type ChainEntry } from './chain.rules.js';
import { Sealer } from './sealer.js';
import { verifyChain, type ChainReport } from './verify-chain.js';

// The danger: somebody with every right on the database changes what is on record, and nobody can tell. LONG=1 tries more.

const RUNS = process.env.LONG ? 2_000 : 200;
const ENTRIES = 40;
const db = testDatabase({ entities: auditEntities });
const owner = { query: (sql: string, params?: unknown[]) => db.asOwner(sql, params) } as unknown as ReadTx;

beforeAll(async () => {
  await db.asOwner(`ALTER TABLE audit_log DISABLE TRIGGER audit_log_append_only`);
  await db.asOwner(`ALTER TABLE audit_seals DISABLE TRIGGER audit_seals_append_only`);
  await db.asOwner('TRUNCATE audit_log, audit_seals, audit_unsealed');
  const audit = new Audit();
  for (let i = 0; i < ENTRIES; i += 1) {
    const actor = { role: 'donor', personId: `pers_${i % 3}`, organizationId: 'org_d', label: 'D' } as const;
    await db.uow.run(actor, (tx) =>
      audit.record(tx, {
        act: 'offer.changed',
        refId: `offer_${i % 5}`,
        organizationId: i % 2 ? 'org_d' : null,
        payload: { step: i, note: 'größer' },
      }),
    );
  }
  await db.uow.run(db.actor, (tx) => new Sealer().seal(tx));
  await db.asOwner('ALTER TABLE audit_log DISABLE TRIGGER USER');
  await db.asOwner('ALTER TABLE audit_seals DISABLE TRIGGER USER');
  await db.asOwner('ALTER TABLE audit_head DISABLE TRIGGER USER');
  await db.asOwner(
    'ALTER TABLE audit_seals DROP CONSTRAINT fk_audit_seals_audit, DROP CONSTRAINT uq_audit_seals_audit',
  );
});

/** What is left after the tampering, which is then undone. */
async function after(tampering: readonly string[]): Promise<ChainReport> {
  await db.asOwner('BEGIN');
  try {
    for (const sql of tampering) await db.asOwner(sql);
    return await verifyChain(owner);
  } finally {
    await db.asOwner('ROLLBACK');
  }
}

const entry = (seq: number) => `id = (SELECT audit_id FROM audit_seals WHERE seq = ${seq})`;
const texts = ['actor_role', 'actor_person', 'actor_organization', 'actor_label', 'act', 'ref_type', 'ref_id'];
const edits = [
  ...texts.map((column) => `${column} = ${column} || 'x'`),
  ...texts
    .map((column) => `${column} = overlay(${column} placing '~' from 1)`)
    .filter((sql) => !sql.startsWith('act ')),
  `organization_id = CASE WHEN organization_id IS NULL THEN '' END`,
  `at = at + interval '1 microsecond'`,
  `at = at + interval '1 year'`,
  `payload = payload || '{"extra": null}'`,
  `payload = payload - 'note'`,
  `payload = jsonb_set(payload, '{step}', to_jsonb((payload->>'step')::numeric + 0.0000000000000000000001))`,
];

const seq = fc.integer({ min: 1, max: ENTRIES });
const twoSeqs = fc.uniqueArray(seq, { minLength: 2, maxLength: 2 }) as fc.Arbitrary<[number, number]>;
const tamperings: fc.Arbitrary<string[]> = fc.oneof(
  fc.tuple(seq, fc.constantFrom(...edits)).map(([at, edit]) => [`UPDATE audit_log SET ${edit} WHERE ${entry(at)}`]),
  seq.map((at) => [`DELETE FROM audit_log WHERE ${entry(at)}`]),
  seq.map((at) => [`DELETE FROM audit_seals WHERE seq = ${at}`]),
  seq.map((at) => [`DELETE FROM audit_log WHERE ${entry(at)}`, `DELETE FROM audit_seals WHERE seq = ${at}`]),
  seq.map((from) => [
    `DELETE FROM audit_log WHERE id IN (SELECT audit_id FROM audit_seals WHERE seq >= ${from})`,
    `DELETE FROM audit_seals WHERE seq >= ${from}`,
  ]),
  // closing the gap that a removal leaves
  seq.map((at) => [
    `DELETE FROM audit_log WHERE ${entry(at)}`,
    `DELETE FROM audit_seals WHERE seq = ${at}`,
    `UPDATE audit_seals SET seq = -seq WHERE seq > ${at}`,
    `UPDATE audit_seals SET seq = -seq - 1 WHERE seq < 0`,
  ]),
  twoSeqs.map(([a, b]) => [
    `UPDATE audit_seals s SET audit_id = o.audit_id FROM audit_seals o
      WHERE s.seq IN (${a}, ${b}) AND o.seq = ${a} + ${b} - s.seq`,
  ]),
  twoSeqs.map(([a, b]) => [
    `UPDATE audit_seals SET seq = -seq WHERE seq IN (${a}, ${b})`,
    `UPDATE audit_seals SET seq = ${a} + ${b} + seq WHERE seq < 0`,
  ]),
  fc.tuple(seq, fc.constantFrom('hash', 'prev_hash'), fc.integer({ min: 1, max: 64 })).map(([at, column, place]) => [
    `UPDATE audit_seals SET ${column} = overlay(${column} placing translate(substr(${column}, ${place}, 1),
         '0123456789abcdef', '123456789abcdef0') from ${place}) WHERE seq = ${at}`,
  ]),
  fc.constant<string[]>([
    `INSERT INTO audit_log (id, actor_role, actor_person, actor_organization, actor_label, act, ref_type, ref_id)
     VALUES ('aud_forged', 'system', '', '', 'x', 'a.b', 'a', 'x')`,
  ]),
  fc.constant<string[]>(['DELETE FROM audit_head']),
  fc.constant<string[]>(['TRUNCATE audit_log, audit_seals, audit_unsealed']),
);

it('is intact before anybody touches it', async () => {
  expect(await after([])).toMatchObject({ entries: ENTRIES, faults: [] });
});

it('shows every tampering', async () => {
  await db.asOwner('ALTER TABLE audit_seals DROP CONSTRAINT ck_audit_seals_seq');
  await fc.assert(
    fc.asyncProperty(tamperings, async (tampering) => {
      expect((await after(tampering)).faults).not.toEqual([]);
    }),
    { numRuns: RUNS },
  );
}, 120_000);

it('shows an edit whose own hash was computed anew', async () => {
  for (const at of [1, ENTRIES / 2, ENTRIES]) {
    await db.asOwner('BEGIN');
    await db.asOwner(`UPDATE audit_log SET act = 'offer.hidden' WHERE ${entry(at)}`);
    const [forged] = await db.asOwner<ChainEntry & { prevHash: string }>(
      `SELECT ${CHAIN_COLUMNS}, s.prev_hash AS "prevHash" FROM audit_log l JOIN audit_seals s ON s.audit_id = l.id
        WHERE s.seq = ${at}`,
    );
    const hash = forged ? linkHash(forged.prevHash, BigInt(at), forged) : '';
    await db.asOwner(`UPDATE audit_seals SET hash = '${hash}' WHERE seq = ${at}`);
    const { faults } = await verifyChain(owner);
    await db.asOwner('ROLLBACK');
    expect(faults).not.toEqual([]);
  }
});

it('shows a chain that was cut and its noted end moved, to whoever noted the end outside', async () => {
  const [known] = await db.asOwner<{ seq: string; hash: string }>('SELECT seq, hash FROM audit_head');
  await db.asOwner('BEGIN');
  await db.asOwner(`DELETE FROM audit_log WHERE ${entry(ENTRIES)}`);
  await db.asOwner(`DELETE FROM audit_seals WHERE seq = ${ENTRIES}`);
  await db.asOwner(
    `UPDATE audit_head h SET seq = s.seq, hash = s.hash FROM audit_seals s WHERE s.seq = ${ENTRIES - 1}`,
  );
  const alone = await verifyChain(owner);
  const compared = await verifyChain(owner, { known });
  await db.asOwner('ROLLBACK');
  expect(alone.faults).toEqual([]);
  expect(compared.faults).toHaveLength(1);
  expect((await verifyChain(owner, { known })).faults).toEqual([]);
});
