import type { ReadTx } from '#libs/platform';

/** Columns that refer to a stored file; a test compares them with the foreign keys of the database. */
export const FILE_REFERENCES: readonly (readonly [table: string, column: string])[] = [
  ['contact_letters', 'file_id'],
  ['delivery_evidence', 'file_id'],
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
  /** All of it were records of deliveries that were undone. */
  readonly isTakenBack: boolean;
  /** It was sent as a spreadsheet. */
  readonly isSheet: boolean;
}

const refersTo = ([table, column]: readonly [string, string], and = '') =>
  `EXISTS (SELECT FROM ${table} t WHERE t.${column} = $1${and})`;
const IS_NOT_UNDONE = " AND EXISTS (SELECT FROM deliveries d WHERE d.id = t.delivery_id AND d.state <> 'undone')";
const stands = (reference: readonly [string, string]) =>
  refersTo(reference, reference[0] === 'delivery_evidence' ? IS_NOT_UNDONE : '');

export async function usesOf(tx: ReadTx, fileId: string): Promise<FileUses> {
  const uses = FILE_REFERENCES.filter(([table]) => !LETTERS.includes(table));
  const any = (condition: typeof stands) => uses.map((one) => condition(one)).join(' OR ');
  const [{ isStanding, ...row }] = await tx.query<[Omit<FileUses, 'isTakenBack'> & { readonly isStanding: boolean }]>(
    `SELECT ${any((one) => refersTo(one))} AS "isUsed", ${any(stands)} AS "isStanding",
            ${refersTo(['imports', 'file_id'])} AS "isSheet"`,
    [fileId],
  );
  return { ...row, isTakenBack: row.isUsed && !isStanding };
}
