/** One column of a spreadsheet of ours: the header, the dictionary and the reader are made of it. */
export interface SheetColumn {
  /** In the header, the same for ever: `needed_by`. */
  readonly key: string;
  readonly meaning: string;
  /** What its numbers count, or how a value is written. */
  readonly unit?: string;
  /** The only values that it takes. */
  readonly values?: readonly string[];
  /** Where the values are listed that it takes, by the name of the list. */
  readonly codes?: CodeList;
  readonly example?: string;
  /**
   * `reference`: says which row it is, and stays as it was downloaded. `fixed`: only to be read. `changed`: what people write. `said`:
   * what they say of the change itself; it is empty in what is downloaded.
   */
  readonly use: 'reference' | 'fixed' | 'changed' | 'said';
  /** Numbers are numbers in XLSX; everything else is text, so that no program rewrites a day or a code. */
  readonly isNumber?: true;
  readonly isDay?: true;
  /** Of codes that are numbers, as 002: how many digits. Spreadsheet programs drop the zeros before them. */
  readonly digits?: number;
}

export type CodeList = 'category' | 'type' | 'unit';

/** A row by the keys of its columns; a column that a file has not is not there. */
export type Cells = Readonly<Record<string, string | undefined>>;

/** Which columns there are, in order, and what may stand in them. */
export interface SheetFormat {
  /** As in the name of the file: `needs`. */
  readonly name: string;
  readonly columns: readonly SheetColumn[];
}

/** In a file that is sent back: why the row was not used. Nobody has to delete it before they send the file again. */
export const ERROR_COLUMN = 'error';

const USES: Readonly<Record<SheetColumn['use'], string>> = {
  reference: 'no: leave it as it was downloaded',
  fixed: 'no: only to be read',
  changed: 'yes',
  said: 'yes: it says why',
};

export const DICTIONARY_COLUMNS: readonly SheetColumn[] = [
  { key: 'column', meaning: 'Name in the header', use: 'fixed' },
  { key: 'meaning', meaning: 'What it says', use: 'fixed' },
  { key: 'unit', meaning: 'What it counts, or how it is written', use: 'fixed' },
  { key: 'allowed_values', meaning: 'What may stand there; empty: any text', use: 'fixed' },
  { key: 'example', meaning: 'An example', use: 'fixed' },
  { key: 'may_be_changed', meaning: 'Whether a file that is sent back may change it', use: 'fixed' },
];

/** The data dictionary of a sheet: one row for each column, with the codes as the house knows them today. */
export function dictionaryOf(
  columns: readonly SheetColumn[],
  codes: Readonly<Record<CodeList, readonly string[]>>,
): Cells[] {
  return columns.map(({ key, meaning, unit = '', values, codes: list, example = '', use }) => ({
    column: key,
    meaning,
    unit,
    allowed_values: (values ?? (list ? codes[list] : [])).join(', '),
    example,
    may_be_changed: USES[use],
  }));
}
