// Danger: a query that fails in production because the entity names a column that the migrated database has otherwise.
import { bigintColumn, testDatabase } from '#libs/platform';
import { Column, DataSource, Entity, PrimaryColumn } from 'typeorm';
import { COLUMNS_SQL, schemaDifference, type DatabaseColumn } from './schema-difference.js';
import { features } from './source-files.js';

/** Read and written in SQL alone; the list is by hand, so that no table is forgotten. */
const RAW_TABLES = [
  'migrations', // TypeORM's own
  'outbox_events',
  'outbox_deliveries',
  'idempotency_keys',
  'stored_files',
  'audit_unsealed',
  'audit_head',
  'sandbox_bank_payments', // another bank's books
  'sign_in_attempts',
  'ledger_accounts',
  'ledger_transfers',
  'ledger_entries',
  'ledger_holds',
  'imports',
  'import_rows',
  'contact_letters', // filled by a trigger
];

const db = testDatabase();

type EntityClass = new () => object;

async function difference(entities: readonly EntityClass[], rawTables: readonly string[]): Promise<string[]> {
  const dataSource = await new DataSource({ type: 'postgres', url: db.url, entities: [...entities] }).initialize();
  try {
    return schemaDifference(dataSource, await db.asOwner<DatabaseColumn & object>(COLUMNS_SQL), rawTables);
  } finally {
    await dataSource.destroy();
  }
}

async function allEntities(): Promise<EntityClass[]> {
  const lists = (await features()).flatMap(({ door }) =>
    Object.entries(door).flatMap(([name, value]) => (name.endsWith('Entities') ? [value as EntityClass[]] : [])),
  );
  return lists.flat();
}

/** The truth about it is {@link LAMPS}; id, price and uses are right, each other column tells something else. */
@Entity('lamps')
class Lamp {
  @PrimaryColumn('text')
  id!: string;

  @Column('bigint', { transformer: bigintColumn })
  price!: bigint;

  @Column('integer')
  watts!: number;

  @Column('char', { length: 3 })
  currency!: string;

  @Column('text')
  colour!: string;

  @Column('text', { array: true })
  uses!: string[];

  @Column('timestamptz')
  litAt!: Date;

  @Column('boolean')
  broken!: boolean;
}

const LAMPS = `CREATE TABLE lamps (id text PRIMARY KEY, price bigint NOT NULL, watts bigint NOT NULL,
  currency char(2) NOT NULL, colour text, uses text[] NOT NULL, "litAt" timestamptz NOT NULL DEFAULT now(), secret text)`;

describe('migrations and entities', () => {
  it('say the same about every table and column', async () => {
    expect(await difference(await allEntities(), RAW_TABLES)).toEqual([]);
  });

  it('that differ are caught column by column (planted)', async () => {
    await db.asOwner(LAMPS);
    const found = await difference([Lamp], RAW_TABLES);
    await db.asOwner('DROP TABLE lamps');
    expect(found.filter((text) => text.startsWith('lamps'))).toEqual([
      'lamps.watts: is bigint, the entity says integer',
      'lamps.currency: is character(2), the entity says character(3)',
      'lamps.colour: is nullable, the entity says otherwise',
      'lamps.litAt: has a default, the entity says otherwise',
      'lamps.broken: no such column',
      'lamps.secret: the entity does not know it',
    ]);
  });

  it('a table that only one side has is caught (planted)', async () => {
    expect(await difference([Lamp], RAW_TABLES)).toContain('lamps: no such table');
    await db.asOwner(LAMPS);
    const forgotten = await difference([], [...RAW_TABLES, 'candles']);
    const listedTwice = await difference([Lamp], ['lamps']);
    await db.asOwner('DROP TABLE lamps');
    expect(forgotten).toContain('lamps: no entity, and not listed as a table written in SQL alone');
    expect(forgotten).toContain('candles: listed, but no such table');
    expect(listedTwice).toContain('lamps: listed, but has an entity');
  });
});
