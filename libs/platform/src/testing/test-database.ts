import { systemActor } from '#libs/kernel';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataSource, type EntityTarget, type ObjectLiteral } from 'typeorm';
import '../database/columns.js';
import { UnitOfWork } from '../database/unit-of-work.js';

/** A database of one test file, cloned from the migrated template; the tests work in it as the application role. */
export class TestDatabase {
  dataSource!: DataSource;
  uow!: UnitOfWork;
  url!: string;
  ownerUrl!: string;
  readonly actor = systemActor('test');
  private readonly name = `t_${randomBytes(6).toString('hex')}`;
  private owner!: pg.Client;

  constructor(private readonly entities: readonly EntityTarget<ObjectLiteral>[]) {}

  async open(): Promise<void> {
    const template = required('TEST_DATABASE_TEMPLATE');
    await withAdmin((admin) => admin.query(`CREATE DATABASE ${this.name} TEMPLATE ${template} STRATEGY file_copy`));
    this.url = inDatabase(required('TEST_DATABASE_APP_URL'), this.name);
    this.ownerUrl = inDatabase(required('TEST_DATABASE_OWNER_URL'), this.name);
    this.owner = new pg.Client({ connectionString: this.ownerUrl, application_name: 'test' });
    await this.owner.connect();
    this.dataSource = new DataSource({
      type: 'postgres',
      url: this.url,
      entities: this.entities as Function[], // eslint-disable-line @typescript-eslint/no-unsafe-function-type
      extra: { max: 16, application_name: 'test' },
    });
    await this.dataSource.initialize();
    this.uow = new UnitOfWork(this.dataSource);
  }

  async close(): Promise<void> {
    if (this.dataSource?.isInitialized) await this.dataSource.destroy();
    await this.owner?.end();
    await withAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`));
  }

  /** Runs SQL as the owner of the tables: to plant what the application role cannot do. */
  async asOwner<Row extends pg.QueryResultRow>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await this.owner.query<Row>(sql, [...params])).rows;
  }
}

/** Opens a test database before the tests of this file and drops it after them. */
export function testDatabase({
  entities = [],
}: { entities?: readonly EntityTarget<ObjectLiteral>[] } = {}): TestDatabase {
  const db = new TestDatabase(entities);
  beforeAll(() => db.open());
  afterAll(() => db.close());
  return db;
}

async function withAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: inDatabase(required('TEST_DATABASE_OWNER_URL'), 'postgres') });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

export function inDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

function required(variable: string): string {
  const value = process.env[variable];
  if (!value)
    throw new Error(`${variable} is not set: run the tests through "npm test", which starts PostgreSQL for them.`);
  return value;
}
