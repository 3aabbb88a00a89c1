import {
  BoolField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  pageOf,
  TextField,
} from '#libs/platform/http';
import { ROWS_MAX } from '../import-run.js';
import {
  IMPORT_KINDS,
  IMPORT_MODES,
  importStates,
  type ImportKind,
  type ImportMode,
  type ImportState,
} from '../import.states.js';
import type { ChangingRow, FiledRow, ImportView, UnusedRow } from '../imports.queries.js';

const COUNT = { min: 0, max: ROWS_MAX };

export class ImportInput {
  @EnumField({ description: 'What the file holds', values: IMPORT_KINDS })
  kind!: ImportKind;

  @EnumField({ description: 'dry-run: says what would happen, and changes nothing', values: IMPORT_MODES })
  mode!: ImportMode;

  @IdField({ description: 'The CSV file, as it was sent to /files before', prefix: 'file' })
  fileId!: string;
}

export class ImportDto {
  @IdField({ description: 'Id', prefix: 'imp' })
  id!: string;

  @EnumField({ description: 'What the file holds', values: IMPORT_KINDS })
  kind!: ImportKind;

  @EnumField({ description: 'dry-run: nothing was changed', values: IMPORT_MODES })
  mode!: ImportMode;

  @EnumField({ description: 'Where it stands', values: importStates.all })
  state!: ImportState;

  @IdField({ description: 'The file; null where it was not sent here', nullable: true, prefix: 'file' })
  fileId!: string | null;

  @TextField({ description: 'Its name', max: 300 })
  fileName!: string;

  @IntField({ description: 'Rows of the file; null until it is read', nullable: true, ...COUNT })
  rows!: number | null;

  @IntField({ description: 'Rows that began something new', ...COUNT })
  created!: number;

  @IntField({ description: 'Rows that changed something', ...COUNT })
  updated!: number;

  @IntField({ description: 'Rows that propose to change what is published; a coordinator decides', ...COUNT })
  proposed!: number;

  @IntField({ description: 'Rows that say what stands here already', ...COUNT })
  unchanged!: number;

  @IntField({ description: 'Rows that an earlier file filed; they write nothing', ...COUNT })
  alreadyFiled!: number;

  @IntField({ description: 'Rows that were refused; errors.csv says why', ...COUNT })
  refused!: number;

  @TextField({ description: 'Why it failed', nullable: true, max: 1_000 })
  problem!: string | null;

  @InstantField({ description: 'When it was asked for' })
  requestedAt!: string;

  @InstantField({ description: 'When it ended', nullable: true })
  endedAt!: string | null;

  static of({ version: _, requestedAt, endedAt, ...view }: ImportView): ImportDto {
    return { ...view, requestedAt: requestedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
  }
}

export class ImportPage extends pageOf(ImportDto) {}

class UnusedCellDto {
  @TextField({ description: 'The column, as the header names it; null: the row as a whole', nullable: true, max: 300 })
  column!: string | null;

  @TextField({
    description: 'What stands there, its beginning; null: there is no such column',
    nullable: true,
    max: 300,
  })
  value!: string | null;

  @TextField({ description: 'What is wrong and what to do', max: 1_000 })
  detail!: string;
}

const VALUE_CHARS_MAX = 300;
/** Of a file; empty rows count too. */
const ROW_MAX = 2 ** 31 - 1;

export class UnusedRowDto {
  @IntField({ description: 'Its number, as spreadsheet programs count; the header is row 1', min: 2, max: ROW_MAX })
  row!: number;

  @NestedField({
    description: 'What is wrong; none: the import ended before it came to the row',
    type: () => UnusedCellDto,
    list: true,
  })
  faults!: UnusedCellDto[];

  static of({ line, faults }: UnusedRow): UnusedRowDto {
    const beginning = (value: string | null) => value && [...value].slice(0, VALUE_CHARS_MAX).join('');
    return { row: line, faults: faults.map((fault) => ({ ...fault, value: beginning(fault.value) })) };
  }
}

export class UnusedRowPage extends pageOf(UnusedRowDto) {}

class RowDifferenceDto {
  @TextField({ description: 'The field, as the need or the offer has it', max: 40 })
  field!: string;

  @IntField({ description: 'Place of the item from 0; null: none of an item', nullable: true, min: 0, max: 1000 })
  item!: number | null;

  @TextField({
    description:
      'What it was; nothing is an empty list, money its minor units and currency, a quantity its number and `currency USD` or `unit machine`',
    list: { max: 1000 },
    min: 0,
    max: VALUE_CHARS_MAX,
  })
  before!: string[];

  @TextField({
    description: 'What it becomes, in the same form',
    list: { max: 1000 },
    min: 0,
    max: VALUE_CHARS_MAX,
  })
  after!: string[];

  @BoolField({
    description:
      'Both are long, and only what stands about where they begin to differ is here; … says what is left out',
  })
  isShortened!: boolean;
}

export class ChangingRowDto {
  @IntField({ description: 'Its number, as spreadsheet programs count; the header is row 1', min: 2, max: ROW_MAX })
  row!: number;

  @IntField({ description: 'The first of the rows that are used together with it', min: 2, max: ROW_MAX })
  firstRow!: number;

  @EnumField({ description: 'What becomes of it', values: ['created', 'updated', 'proposed'] })
  outcome!: ChangingRow['outcome'];

  @TextField({ description: 'The need or the offer; null: it was a trial', nullable: true, max: 40 })
  entryId!: string | null;

  @TextField({ description: 'Its title; where it stood here already, as it was before', max: 300 })
  title!: string;

  @IntField({ description: 'Place of its item from 0; null: it is none', nullable: true, min: 0, max: 1000 })
  item!: number | null;

  @TextField({ description: 'What the item is, its beginning', nullable: true, min: 0, max: VALUE_CHARS_MAX })
  itemDescription!: string | null;

  @NestedField({
    description: 'What is different; none: all of it is new',
    type: () => RowDifferenceDto,
    list: true,
  })
  differences!: RowDifferenceDto[];

  static of({ line, firstLine, differences, ...row }: ChangingRow): ChangingRowDto {
    return {
      ...row,
      row: line,
      firstRow: firstLine,
      differences: differences.map((one) => ({ ...one, before: [...one.before], after: [...one.after] })),
    };
  }
}

export class ChangingRowPage extends pageOf(ChangingRowDto) {}

export class FiledRowDto {
  @IntField({ description: 'Its number, as spreadsheet programs count; the header is row 1', min: 2, max: ROW_MAX })
  row!: number;

  @TextField({ description: 'The need or the offer that stands for it', max: 40 })
  entryId!: string;

  @TextField({ description: 'Its title now; null: it was withdrawn since', nullable: true, max: 300 })
  title!: string | null;

  static of({ line, entryId, title }: FiledRow): FiledRowDto {
    return { row: line, entryId, title };
  }
}

export class FiledRowPage extends pageOf(FiledRowDto) {}
