// Danger: a state that the code moves to and the database refuses, or one that the database takes and the code cannot leave.
import { defineStates, type StateTable } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { features, serverSources } from './source-files.js';

/** Table → its states in the code, as the main door exports them. */
const STATES: Readonly<Record<string, string>> = {
  matches: 'matchStates',
  needs: 'needStates',
  offers: 'offerStates',
  fund_agreements: 'fundAgreementStates',
  payment_instructions: 'paymentInstructionStates',
  payment_orders: 'paymentOrderStates',
  projects: 'projectStates',
  tranches: 'trancheStates',
};

/** Tables whose states no state table of ours moves, and why. */
const STATES_IN_SQL_ONLY: Readonly<Record<string, string>> = {
  ledger_holds: 'moved by the ledger’s own SQL functions',
  outbox_deliveries: 'a delivery is pending until it ends',
  sandbox_bank_payments: 'what a bank would hold; it has no moves',
};

const db = testDatabase();

/** Table → the states that its `ck_<table>_state` takes. */
async function statesInDatabase(): Promise<Map<string, string[]>> {
  const rows = await db.asOwner<{ table: string; rule: string }>(
    `SELECT conrelid::regclass::text AS table, pg_get_constraintdef(oid) AS rule FROM pg_constraint
      WHERE contype = 'c' AND conname = 'ck_' || conrelid::regclass::text || '_state'`,
  );
  return new Map(
    rows.map(({ table, rule }) => [table, [...rule.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '')]),
  );
}

function difference(table: string, code: StateTable<string>, database: readonly string[] | undefined): string[] {
  if (!database) return [`${table}: has no constraint ck_${table}_state`];
  return [
    ...code.all.filter((state) => !database.includes(state)).map((state) => `${table}: the database refuses ${state}`),
    ...database.filter((state) => !code.all.includes(state)).map((state) => `${table}: no code knows ${state}`),
  ];
}

/** Moves that a `<table>_can_move` of the database judges otherwise than the code. */
async function movesJudgedOtherwise(table: string, code: StateTable<string>): Promise<string[]> {
  const pairs = code.all.flatMap((was) => code.all.map((becomes) => ({ was, becomes })));
  const allowed = await db.asOwner<{ was: string; becomes: string }>(
    `SELECT was, becomes FROM jsonb_to_recordset($1) AS pair (was text, becomes text) WHERE ${table}_can_move(was, becomes)`,
    [JSON.stringify(pairs)],
  );
  const inDatabase = new Set(allowed.map(({ was, becomes }) => `${was} → ${becomes}`));
  return pairs
    .filter(({ was, becomes }) => code.canMove(was, becomes) !== inDatabase.has(`${was} → ${becomes}`))
    .map(({ was, becomes }) => `${table}: ${was} → ${becomes}`);
}

async function doors(): Promise<Record<string, unknown>> {
  return Object.assign({}, ...(await features()).map(({ door }) => door)) as Record<string, unknown>;
}

describe('states', () => {
  it('are the same in the code and in the database', async () => {
    const exported = await doors();
    const database = await statesInDatabase();
    const found = Object.entries(STATES).flatMap(([table, name]) => {
      const states = exported[name] as StateTable<string> | undefined;
      return states ? difference(table, states, database.get(table)) : [`${name}: no main door exports it`];
    });
    expect(found).toEqual([]);
  });

  it('move in the code as in the database, where that judges moves too', async () => {
    const exported = await doors();
    const judged = await db.asOwner<{ table: string }>(
      `SELECT replace(proname, '_can_move', '') AS table FROM pg_proc WHERE proname LIKE '%\\_can\\_move' ORDER BY 1`,
    );
    expect(judged).toEqual([{ table: 'payment_orders' }]);
    for (const { table } of judged) {
      const states = exported[STATES[table] ?? ''] as StateTable<string>;
      expect(await movesJudgedOtherwise(table, states)).toEqual([]);
    }
  });

  it('of every state table and every constraint are compared', async () => {
    const written = (await serverSources()).flatMap(({ text }) =>
      [...text.matchAll(/^export const (\w+) = defineStates\(/gm)].map((match) => match[1] ?? ''),
    );
    expect(written.sort()).toEqual(Object.values(STATES).sort());
    const tables = [...(await statesInDatabase()).keys()];
    expect(tables.sort()).toEqual([...Object.keys(STATES), ...Object.keys(STATES_IN_SQL_ONLY)].sort());
  });

  it('that only one side has are caught (planted)', async () => {
    await db.asOwner(`CREATE TABLE lamps (state text CONSTRAINT ck_lamps_state CHECK (state IN ('on', 'broken')))`);
    const lamp = defineStates({ on: ['off'], off: ['on'] });
    const found = difference('lamps', lamp, (await statesInDatabase()).get('lamps'));
    await db.asOwner('DROP TABLE lamps');
    await db.asOwner(`CREATE FUNCTION lamps_can_move(was text, becomes text) RETURNS boolean LANGUAGE sql AS
      $$ SELECT (was, becomes) IN (('on', 'on'), ('off', 'on')) $$`);
    const moves = await movesJudgedOtherwise('lamps', lamp);
    await db.asOwner('DROP FUNCTION lamps_can_move');
    expect(moves).toEqual(['lamps: on → on', 'lamps: on → off']);
    expect(found).toEqual(['lamps: the database refuses off', 'lamps: no code knows broken']);
    expect(difference('lamps', lamp, undefined)).toEqual(['lamps: has no constraint ck_lamps_state']);
  });
});
