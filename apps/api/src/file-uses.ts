import type { ReadTx } from '#libs/platform';

/** Columns that refer to a stored file; a test compares them with the foreign keys of the database. */
export const FILE_REFERENCES: readonly (readonly [table: string, column: string])[] = [
  ['contact_letters', 'file_id'],
  ['deliveries', 'evidence_file_id'],
  ['imports', 'file_id'],
  ['national_report_earlier_files', 'file_id'],
  ['national_reports', 'file_id'],
  ['points_of_contact', 'letter_file_id'],
  ['tranches', 'evidence_file_id'],
];

/** Letters of designation have readers of their own. */
const LETTERS: readonly string[] = ['contact_letters', 'points_of_contact'];

export interface FileUses {
  /** Something but a designation refers to it. */
  readonly isUsed: boolean;
  /** It was sent as a spreadsheet. */
  readonly isSheet: boolean;
}

const refersTo = ([table, column]: readonly [string, string]) => `EXISTS (SELECT FROM ${table} WHERE ${column} = $1)`;

export async function usesOf(tx: ReadTx, fileId: string): Promise<FileUses> {
  const [row] = await tx.query<[FileUses]>(
    `SELECT ${FILE_REFERENCES.filter(([table]) => !LETTERS.includes(table))
      .map(refersTo)
      .join(' OR ')} AS "isUsed", ${refersTo(['imports', 'file_id'])} AS "isSheet"`,
    [fileId],
  );
  return row;
}
