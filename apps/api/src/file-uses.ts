import type { ReadTx } from '#libs/platform';

/** Columns that refer to a stored file; a test compares them with the foreign keys of the database. */
export const FILE_REFERENCES = [
  ['contact_letters', 'file_id'],
  ['delivery_evidence', 'file_id'],
  ['imports', 'file_id'],
  ['national_report_earlier_files', 'file_id'],
  ['national_reports', 'file_id'],
  ['points_of_contact', 'letter_file_id'],
  ['tranches', 'evidence_file_id'],
] as const;

/** A table that refers to the file. */
export type FileUse = (typeof FILE_REFERENCES)[number][0];

const USES = FILE_REFERENCES.map(
  ([table, column]) => `SELECT '${table}' AS use WHERE EXISTS (SELECT FROM ${table} WHERE ${column} = $1)`,
).join(' UNION ALL ');

export async function usesOf(tx: ReadTx, fileId: string): Promise<FileUse[]> {
  const rows = await tx.query<{ use: FileUse }[]>(USES, [fileId]);
  return rows.map(({ use }) => use);
}
