import pg from 'pg';
import type { ValueTransformer } from 'typeorm';

const DATE_OID = 1082;

/** Dates stay calendar dates (`YYYY-MM-DD`): a driver that turns them into instants moves them by the server's time zone. */
pg.types.setTypeParser(DATE_OID, (text) => text);

/** A `bigint` column as a JavaScript bigint; the driver gives it as a string. */
export const bigintColumn: ValueTransformer = {
  from: (text: string | null) => (text === null ? null : BigInt(text)),
  to: (value: bigint | null | undefined) => value?.toString() ?? value,
};
