// Danger: a state that the code moves to and the database refuses, or one that the database takes and the code cannot leave.
import { defineStates, type StateTable } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { features, serverSources } from './source-files.js';

/** Table → its states in the code, as the main door exports them. */
const STATES: Readonly<Record<string, string>> = {
  deliveries: 'deliveryStates',
  imports: 'importStates',
  matches: 'matchStates',
  national_reports: 'nationalReportStates',
  need_revisions: 'revisionStates',
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

const NO_STATE = 'no such state';
const db = testDatabase();

interface StateCheck {
  readonly table: string;
  readonly rule: string;
  /** It speaks of nothing but the state. */
  readonly isAlone: boolean;
}

/** Every CHECK that mentions the state of its table, whatever its name. */
async function checks(): Promise<StateCheck[]> {
  return db.asOwner<StateCheck & object>(
    `SELECT conrelid::regclass::text AS table, pg_get_expr(conbin, conrelid) AS rule, cardinality(conkey) = 1 AS "isAlone"
       FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attname = 'state' AND attnum = ANY (conkey)
      WHERE contype = 'c' ORDER BY conname`,
  );
}

/** `state = 'a'`, `state <> ALL (ARRAY['a', 'b'])`, `CASE state WHEN 'a' THEN`, as PostgreSQL writes them. */
const COMPARED = /\bstate (?:=|<>) (?:\w+ \(ARRAY\[)?((?:'[^']+'::text(?:, )?)+)|\bWHEN ('[^']+')::text THEN/g;

function statesIn({ rule }: StateCheck): string[] {
  const compared = [...rule.matchAll(COMPARED)].map(([, listed, cased]) => listed ?? cased ?? '').join();
  return [...compared.matchAll(/'([^']+)'/g)].map(([, state]) => state ?? '');
}

async function difference(name: string, code: StateTable<string>, all: readonly StateCheck[]): Promise<string[]> {
  const found = all.filter(({ table }) => table === name);
  const mentioned = [...new Set(found.flatMap(statesIn))];
  const rules = found.filter(({ isAlone }) => isAlone).map(({ rule }) => `(${rule})`);
  const taken = await db.asOwner<{ state: string }>(
    `SELECT state FROM unnest($1::text[]) AS one (state) WHERE ${['true', ...rules].join(' AND ')}`,
    [[...code.all, NO_STATE]],
  );
  const isTaken = (one: string) => taken.some(({ state }) => state === one);
  return [
    ...code.all.filter((state) => !isTaken(state)).map((state) => `${name}: the database refuses ${state}`),
    ...mentioned.filter((state) => !code.all.includes(state)).map((state) => `${name}: no code knows ${state}`),
    ...(isTaken(NO_STATE) ? [`${name}: the database takes any state`] : []),
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
    const database = await checks();
    const found = Object.entries(STATES).map(async ([table, name]) => {
      const states = exported[name] as StateTable<string> | undefined;
      return states ? difference(table, states, database) : [`${name}: no main door exports it`];
    });
    expect((await Promise.all(found)).flat()).toEqual([]);
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
    const tables = [...new Set((await checks()).map(({ table }) => table))];
    expect(tables.sort()).toEqual([...Object.keys(STATES), ...Object.keys(STATES_IN_SQL_ONLY)].sort());
  });

  it('that only one side has are caught (planted)', async () => {
    await db.asOwner(`CREATE TABLE lamps (watts integer,
      state text CONSTRAINT ck_lamps_state CHECK (state IN ('on', 'off', 'broken')),
      CONSTRAINT ck_lamps_never_off CHECK (state <> 'off'),
      CONSTRAINT ck_lamps_watts CHECK (CASE state WHEN 'on' THEN watts > 0 WHEN 'dimmed' THEN watts = 1 ELSE state <> 'idle' OR watts = 0 END))`);
    const lamp = defineStates({ on: ['off'], off: ['on'] });
    const found = await difference('lamps', lamp, await checks());
    await db.asOwner('DROP TABLE lamps');
    await db.asOwner(`CREATE FUNCTION lamps_can_move(was text, becomes text) RETURNS boolean LANGUAGE sql AS
      $$ SELECT (was, becomes) IN (('on', 'on'), ('off', 'on')) $$`);
    const moves = await movesJudgedOtherwise('lamps', lamp);
    await db.asOwner('DROP FUNCTION lamps_can_move');
    expect(moves).toEqual(['lamps: on → on', 'lamps: on → off']);
    expect(found).toEqual([
      'lamps: the database refuses off',
      ...['broken', 'dimmed', 'idle'].map((state) => `lamps: no code knows ${state}`),
    ]);
    expect(await difference('lamps', lamp, [])).toEqual(['lamps: the database takes any state']);
  });
});
