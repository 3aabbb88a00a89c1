import type { FieldDifference, ProblemItem, Role } from '#libs/kernel';
import type { ReadTx, Tx } from '../database/unit-of-work.js';
import type { Cells, CodeList, SheetFormat } from './columns.js';

/** One row of a file that was sent. */
export interface SheetRow {
  /** The row as spreadsheet programs number it, whose cells may hold several lines of text; the header is row 1. */
  readonly line: number;
  readonly cells: Cells;
}

/** `proposed`: somebody else decides whether it changes. */
export type RowOutcome = 'created' | 'updated' | 'proposed' | 'unchanged';

/** One field that a row changes, or proposes to. */
export interface RowDifference extends FieldDifference {
  /** The place of the item from 0; null: a field of the need or the offer itself. */
  readonly item: number | null;
}

/** What a row is about, and what it changes there. */
export interface RowChange {
  /** Of the need or the offer; where it stood here already, as it was before, as is the item. */
  readonly title: string;
  /** The place from 0 of the item that the row is; null: it is none. */
  readonly item: number | null;
  readonly itemDescription: string | null;
  /** Empty: all of it is new. */
  readonly differences: readonly RowDifference[];
}

/** What came of rows that belong together. */
export interface UsedRows {
  /** The need or the offer that they are about. */
  readonly entryId: string;
  /** Where they changed what stands here, one of its {@link Standing.effects} for as long as nothing else changes it. */
  readonly effect?: string;
  /** Of each row, in their order. */
  readonly outcomes: readonly RowOutcome[];
  /** Of each row, too; left out: none of them changes anything. */
  readonly changes?: readonly RowChange[];
}

export interface RowFault extends ProblemItem {
  readonly line: number;
}

/** Of rows that belong together none was used, because of these. */
export class RefusedRows extends Error {
  constructor(readonly faults: readonly RowFault[]) {
    super(faults.map(({ line, path, detail }) => `row ${line}: ${path}: ${detail}`).join('; '));
  }
}

/** A need or an offer that was not withdrawn. */
export interface Standing {
  readonly title: string;
  /** Whatever wrote it last: the version that it is now, the proposal that waits and the one that it says now. */
  readonly effects: readonly string[];
}

/** What a feature gives to be read and written as a spreadsheet. */
export interface Sheet<Filter extends object = object> extends SheetFormat {
  /** Who sends such rows back. */
  readonly role: Role;
  /** Rows that share it are used together or not at all; null: the row stands alone. */
  keyOf(cells: Cells): string | null;
  /** How many rows may share one. */
  readonly rowsTogetherMax: number;
  /** The row begins something: it names nothing that stands here. */
  isNew(cells: Cells): boolean;
  /** Those of these needs or offers, by their ids, that were not withdrawn and that the actor may see. */
  standing(tx: ReadTx, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>>;
  /** The rows after a place that the actor may see, in an order that nothing changes. */
  page(tx: ReadTx, filter: Filter, after: string | null): Promise<SheetPage>;
  /**
   * Does with rows that belong together what their person could do by hand, with the same rights and checks; says of each what
   * came of it. A refusal may leave the transaction aborted: call it behind a savepoint.
   * @throws RefusedRows, Problem
   */
  use(tx: Tx, rows: readonly SheetRow[]): Promise<UsedRows>;
  codes(tx: ReadTx): Promise<Readonly<Record<CodeList, readonly string[]>>>;
}

export interface SheetPage {
  readonly rows: readonly Cells[];
  /** Null: these were the last. */
  readonly next: string | null;
}
