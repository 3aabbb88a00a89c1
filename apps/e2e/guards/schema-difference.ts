import type { DataSource, EntityMetadata } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata.js';

export interface DatabaseColumn {
  readonly table: string;
  readonly column: string;
  /** As PostgreSQL writes it: `character(3)`, `text[]`. */
  readonly type: string;
  readonly nullable: boolean;
  /** A default, an identity or a generated value. */
  readonly hasDefault: boolean;
  readonly primary: boolean;
}

/** Every column of the tables in the schema `public`. */
export const COLUMNS_SQL = `
  SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type,
         NOT a.attnotnull AS nullable, a.atthasdef OR a.attidentity <> '' AS "hasDefault",
         EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS primary
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
   WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
   ORDER BY c.relname, a.attnum`;

/** What entities say and the migrated database does not, or the other way round; `rawTables` are written in SQL alone. */
export function schemaDifference(
  dataSource: DataSource,
  columns: readonly DatabaseColumn[],
  rawTables: readonly string[],
): string[] {
  const tables = new Set(columns.map(({ table }) => table));
  const entities = new Map(dataSource.entityMetadatas.map((metadata) => [metadata.tableName, metadata]));
  return [
    ...[...entities.values()].flatMap((metadata) =>
      tables.has(metadata.tableName)
        ? entityDifference(
            dataSource,
            metadata,
            columns.filter(({ table }) => table === metadata.tableName),
          )
        : [`${metadata.tableName}: no such table`],
    ),
    ...[...tables]
      .filter((table) => !entities.has(table) && !rawTables.includes(table))
      .map((table) => `${table}: no entity, and not listed as a table written in SQL alone`),
    ...rawTables.filter((table) => !tables.has(table)).map((table) => `${table}: listed, but no such table`),
    ...rawTables.filter((table) => entities.has(table)).map((table) => `${table}: listed, but has an entity`),
  ];
}

function entityDifference(
  dataSource: DataSource,
  metadata: EntityMetadata,
  columns: readonly DatabaseColumn[],
): string[] {
  const known = new Set(metadata.columns.map(({ databaseName }) => databaseName));
  return [
    ...metadata.columns.flatMap((column) => {
      const found = columns.find((candidate) => candidate.column === column.databaseName);
      const place = `${metadata.tableName}.${column.databaseName}`;
      return found
        ? columnDifference(dataSource, column, found).map((text) => `${place}: ${text}`)
        : [`${place}: no such column`];
    }),
    ...columns
      .filter(({ column }) => !known.has(column))
      .map(({ column }) => `${metadata.tableName}.${column}: the entity does not know it`),
  ];
}

function columnDifference(dataSource: DataSource, column: ColumnMetadata, found: DatabaseColumn): string[] {
  const type = typeOf(dataSource, column);
  const hasDefault = column.default !== undefined || column.isGenerated || column.asExpression !== undefined;
  return [
    ...(type === found.type ? [] : [`is ${found.type}, the entity says ${type}`]),
    ...(column.isNullable === found.nullable
      ? []
      : [`is ${found.nullable ? 'nullable' : 'not nullable'}, the entity says otherwise`]),
    ...(hasDefault === found.hasDefault
      ? []
      : [`has ${found.hasDefault ? 'a' : 'no'} default, the entity says otherwise`]),
    ...(column.isPrimary === found.primary
      ? []
      : [`is ${found.primary ? '' : 'not '}part of the primary key, the entity says otherwise`]),
  ];
}

/** The entity's type in PostgreSQL's own words. */
function typeOf({ driver }: DataSource, column: ColumnMetadata): string {
  const { length, precision, scale, isArray } = column;
  const type = driver.normalizeType(column);
  return driver
    .createFullType({ type, length, precision, scale, isArray } as never)
    .toLowerCase()
    .replace(/^char\(/, 'character(')
    .replace(/ array$/, '[]');
}
