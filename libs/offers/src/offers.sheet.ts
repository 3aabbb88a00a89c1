import { Injectable } from '@nestjs/common';
import { InvalidInput, isId, type ProblemItem } from '#libs/kernel';
import {
  differing,
  fixedFaults,
  RefusedRows,
  type Cells,
  type ReadTx,
  type RowFault,
  type Sheet,
  type SheetPage,
  type SheetRow,
  type Standing,
  type Tx,
  type UsedRows,
  unreadDays,
} from '#libs/platform';
import { sheetCodes } from '#libs/reference';
import { offerDifferences } from './offer-sheet.changes.js';
import { readOfferCells } from './offer-sheet.rules.js';
import { UNSTATED } from './offer.rules.js';
import { cellsOf, columnOf, fieldOf, OFFER_SHEET_COLUMNS } from './offers.columns.js';
import type { OfferFilter } from './offers.filter.js';
import { OffersQueries, type OfferView } from './offers.queries.js';
import { OffersService } from './offers.service.js';
import { offersVisibleTo } from './offers.visibility.js';

export type OfferSheetFilter = OfferFilter;

const PAGE_OFFERS = 500;
/** Cells that have a meaning only together. */
const GROUPS = [['kind', 'currency', 'unit', 'capacity', 'minimum_lot', 'maximum_per_recipient']];
/** What a new offer says where nobody says it. */
const NOTHING_SAID = {
  ...UNSTATED,
  description: '',
  categoryCodes: [],
  typeCodes: [],
  earmarkAreas: [],
  earmarkRegions: [],
  earmarkGroups: [],
  excludedAreas: [],
  minimumLot: null,
  maximumPerRecipient: null,
  validUntil: null,
  visibility: 'public',
  conditions: '',
} as const;

/** What a new offer must say, where it cannot be read. */
const NOT_READ = { title: '', kind: 'cash', measure: {}, capacity: 0n } as const;

/** Its row is about no item. */
const ITSELF = { item: null, itemDescription: null } as const;

/** Offers as a spreadsheet, out and back: one row for each. */
@Injectable()
export class OffersSheet implements Sheet<OfferSheetFilter> {
  readonly name = 'offers';
  readonly columns = OFFER_SHEET_COLUMNS;
  readonly role = 'donor';
  readonly rowsTogetherMax = 1;
  readonly codes = sheetCodes;

  constructor(
    private readonly queries: OffersQueries,
    private readonly offers: OffersService,
  ) {}

  keyOf({ offer = '' }: Cells): string | null {
    return this.isNew({ offer }) ? null : offer.trim().toLowerCase();
  }

  isNew({ offer = '' }: Cells): boolean {
    return ['', 'new'].includes(offer.trim().toLowerCase());
  }

  async standing(tx: ReadTx, ids: readonly string[]): Promise<ReadonlyMap<string, Standing>> {
    const visible = offersVisibleTo(tx.actor, 'o', 2);
    const rows = await tx.query<(Standing & { id: string })[]>(
      `SELECT o.id, o.title, ARRAY[o.version::text] AS effects FROM offers o WHERE o.id = ANY($1) AND o.state <> 'withdrawn' AND ${visible.sql}`,
      [ids, ...visible.params],
    );
    return new Map(rows.map(({ id, ...standing }) => [id, standing]));
  }

  async page(tx: ReadTx, filter: OfferSheetFilter, after: string | null): Promise<SheetPage> {
    const offers = await this.queries.inOrderOfIds(tx, filter, { after, limit: PAGE_OFFERS });
    return { rows: offers.map(cellsOf), next: offers.length === PAGE_OFFERS ? offers.at(-1)!.id : null };
  }

  /**
   * A row that says what stands there changes nothing, whoever's offer it is.
   * @throws RefusedRows, Denied, Stale, MeasureIsFixed, OfferNotOpen
   */
  async use(tx: Tx, rows: readonly SheetRow[]): Promise<UsedRows> {
    const row = rows[0]!;
    if (this.isNew(row.cells)) return this.begin(tx, row);
    const id = (row.cells.offer ?? '').trim().toLowerCase();
    const [offer] = isId('offer', id) ? await this.queries.inOrderOfIds(tx, { id }, { after: null, limit: 1 }) : [];
    if (offer) return this.change(tx, offer, row);
    return refuse(row, 'offer', 'is no offer that you may see; leave it as downloaded, or empty for a new one');
  }

  private async begin(tx: Tx, row: SheetRow): Promise<UsedRows> {
    const filled = Object.entries(row.cells).filter(([, cell]) => (cell ?? '').trim() !== '');
    const { value, wrong } = readOfferCells({ title: '', kind: '', capacity: '', ...Object.fromEntries(filled) }, null);
    const draft = { ...NOTHING_SAID, ...NOT_READ, ...value };
    const entryId = await naming(row, () => this.offers.draft(tx, draft, fieldFaults(wrong)), []);
    return { entryId, outcomes: ['created'], changes: [{ ...ITSELF, title: draft.title, differences: [] }] };
  }

  private async change(tx: Tx, offer: OfferView, row: SheetRow): Promise<UsedRows> {
    const standing = cellsOf(offer);
    const cells = differing(row.cells, standing, OFFER_SHEET_COLUMNS, GROUPS);
    const unread = unreadDays(row, cells, OFFER_SHEET_COLUMNS);
    if (Object.keys(cells).length === unread.length) {
      if (unread.length > 0) throw new RefusedRows(unread);
      return { entryId: offer.id, outcomes: ['unchanged'] };
    }
    const version = (row.cells.version ?? '').trim();
    if (version === '') return refuse(row, 'version', 'is missing: only what was downloaded can be changed');
    if (version !== String(offer.version)) {
      const detail = `was changed here after the row was downloaded: it is version ${offer.version} now. Download it again`;
      return refuse(row, 'version', detail);
    }
    const fixed = fixedFaults(row, cells, standing, OFFER_SHEET_COLUMNS);
    const { value, wrong } = readOfferCells(cells, offer.measure);
    if (wrong.length + fixed.length + offerDifferences(offer, value).length === 0) {
      return { entryId: offer.id, outcomes: ['unchanged'] };
    }
    const seen = { offerId: offer.id, version: offer.version };
    const now = await naming(row, () => this.offers.revise(tx, seen, value, fieldFaults(wrong)), fixed);
    return {
      entryId: offer.id,
      effect: String(offer.version + 1),
      outcomes: ['updated'],
      changes: [{ ...ITSELF, title: offer.title, differences: offerDifferences(offer, now) }],
    };
  }
}

/** What is wrong with cells, at the fields that they are read into. */
function fieldFaults(wrong: readonly ProblemItem[]): ProblemItem[] {
  return wrong.map(({ path, detail }) => ({ path: fieldOf(path), detail }));
}

function refuse({ line }: SheetRow, path: string, detail: string): never {
  throw new RefusedRows([{ line, path, detail }]);
}

/** Names the columns of what a verb refuses, beside what is wrong with the row already. */
async function naming<T>({ line }: SheetRow, verb: () => Promise<T>, faults: readonly RowFault[]): Promise<T> {
  let result: T;
  try {
    result = await verb();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw faults.length > 0 ? new RefusedRows(faults) : error;
    throw new RefusedRows([
      ...faults,
      ...error.errors.map(({ path, detail }) => ({ line, path: columnOf(path), detail })),
    ]);
  }
  if (faults.length > 0) throw new RefusedRows(faults);
  return result;
}
