import { Money } from '#libs/kernel';
import { listText, type Cells, type SheetColumn } from '#libs/platform';
import { LANGUAGES, OTHER_CHANNELS } from './need.rules.js';
import { COVERAGES, needStates, VISIBILITIES } from './need.states.js';
import type { NeedInFull, NeedItemView } from './needs.queries.js';

const DAY = 'a day, as YYYY-MM-DD';
const LIST = 'several, with a semicolon between them';
const MUCH = 'money in the currency with a point before the cents (1234.50), or whole units';

/** The request; the same on each of its rows. */
const NEED_COLUMNS: readonly SheetColumn[] = [
  {
    key: 'need',
    meaning:
      'Which request. For a new one: empty; or new-1, new-2 …, the same on all rows that are items of one request',
    example: 'new-1',
    use: 'reference',
  },
  { key: 'version', meaning: 'As of which state of the request the row was downloaded', use: 'reference' },
  { key: 'item', meaning: 'Which item of the request; empty for a new item', use: 'reference' },
  { key: 'organization', meaning: 'Who asks', use: 'fixed' },
  { key: 'state', meaning: 'Where the request stands', values: needStates.all, use: 'fixed' },
  {
    key: 'coverage',
    meaning: 'How far it is covered by commitments: nothing, something, or every must-have in full',
    values: COVERAGES,
    use: 'fixed',
  },
  {
    key: 'in_delivery',
    meaning: 'It still stands, and something of it is on its way, or was delivered or paid already',
    values: ['yes', 'no'],
    use: 'fixed',
  },
  { key: 'source_reference', meaning: 'Its reference where it was imported from', use: 'fixed' },
  { key: 'title', meaning: 'Title', example: 'Marking machines for the national armoury', use: 'changed' },
  {
    key: 'area',
    meaning: 'Country or area to be helped',
    unit: 'ISO 3166-1 alpha-2',
    example: 'HT',
    use: 'changed',
  },
  { key: 'summary', meaning: 'The problem, and what would solve it', use: 'changed' },
  { key: 'language', meaning: 'Language it is written in', values: LANGUAGES, example: 'fr', use: 'changed' },
  {
    key: 'visibility',
    meaning: 'The widest circle of readers that the organization agrees to',
    values: VISIBILITIES,
    example: 'parties-only',
    use: 'changed',
  },
  {
    key: 'site_visibility',
    meaning: 'Who of them is told at which site an item is delivered',
    values: VISIBILITIES,
    example: 'coordinators',
    use: 'changed',
  },
  {
    key: 'priority',
    meaning: '1 (lowest) to 5 (highest); empty: not stated',
    values: ['1', '2', '3', '4', '5'],
    example: '4',
    use: 'changed',
    isNumber: true,
  },
  { key: 'needed_from', meaning: 'First day of use', unit: DAY, example: '2027-01-15', use: 'changed', isDay: true },
  { key: 'needed_by', meaning: 'Needed by this day', unit: DAY, example: '2027-06-30', use: 'changed', isDay: true },
  {
    key: 'valid_until',
    meaning: 'The request stands until this day',
    unit: DAY,
    example: '2028-12-31',
    use: 'changed',
    isDay: true,
  },
  { key: 'tags', meaning: 'Tags', unit: LIST, example: 'armoury; police', use: 'changed' },
  {
    key: 'report',
    meaning: 'Id of the national report of the organization that it comes from, as the page of the report shows it',
    example: 'nrep_01jzzzzzzzzzzzzzzzzzzzzzzz',
    use: 'changed',
  },
  {
    key: 'report_paragraph',
    meaning: 'The paragraph of that report, or the question answered there',
    example: 'Section 9, question 2',
    use: 'changed',
  },
  {
    key: 'action_plan',
    meaning: 'Title and year of the national action plan that it is part of',
    example: 'National action plan 2024–2030',
    use: 'changed',
  },
  {
    key: 'action_plan_rank',
    meaning: 'Its place among the priorities of that plan; 1 comes first',
    example: '2',
    use: 'changed',
    isNumber: true,
  },
  { key: 'already_done', meaning: 'What was done already', use: 'changed' },
  {
    key: 'paragraphs',
    meaning: 'Paragraphs of the 2012 outcomes that it answers',
    unit: LIST,
    example: 'PoA A.8; ITI B.9',
    use: 'changed',
  },
  {
    key: 'also_submitted_to',
    meaning: 'Where the same was asked for too',
    unit: LIST,
    values: OTHER_CHANNELS,
    use: 'changed',
  },
  { key: 'also_submitted_note', meaning: 'To which other, and when', use: 'changed' },
];

/** One item of it. */
const ITEM_COLUMNS: readonly SheetColumn[] = [
  {
    key: 'category',
    meaning: 'Category of assistance; a draft may leave it empty',
    codes: 'category',
    example: 'MARK',
    use: 'changed',
  },
  {
    key: 'type',
    meaning: 'Type of assistance; a draft may leave it empty',
    codes: 'type',
    example: 'equipment',
    use: 'changed',
  },
  { key: 'description', meaning: 'What exactly, for whom, where; a draft may leave it empty', use: 'changed' },
  {
    key: 'currency',
    meaning: 'Where money is asked for: its currency. Otherwise empty; a draft may leave both this and unit empty',
    unit: 'ISO 4217',
    example: 'USD',
    use: 'changed',
  },
  {
    key: 'unit',
    meaning: 'Where things are asked for: what is counted. Otherwise empty',
    codes: 'unit',
    example: 'machine',
    use: 'changed',
  },
  {
    key: 'requested',
    meaning: 'How much is asked for; 0 when not known',
    unit: MUCH,
    example: '12',
    use: 'changed',
    isNumber: true,
  },
  {
    key: 'minimum',
    meaning: 'The smallest quantity that is of use',
    unit: MUCH,
    example: '4',
    use: 'changed',
    isNumber: true,
  },
  {
    key: 'unit_cost',
    meaning: 'What one unit costs, as an indication; not where money is asked for',
    unit: 'money in unit_cost_currency',
    example: '8500.00',
    use: 'changed',
    isNumber: true,
  },
  { key: 'unit_cost_currency', meaning: 'Currency of unit_cost', unit: 'ISO 4217', example: 'EUR', use: 'changed' },
  {
    key: 'item_needed_by',
    meaning: 'Needed by this day, where that is earlier than needed_by',
    unit: DAY,
    example: '2027-03-31',
    use: 'changed',
    isDay: true,
  },
  {
    key: 'place',
    meaning: 'Where it is delivered, as closely as all may know',
    example: 'Port-au-Prince',
    use: 'changed',
  },
  {
    key: 'site',
    meaning: 'The site itself; site_visibility says who is told of it',
    use: 'changed',
  },
  { key: 'prerequisites', meaning: 'What must be there before it is of use', use: 'changed' },
  { key: 'own_contribution', meaning: 'What the organization gives itself', use: 'changed' },
  {
    key: 'essential',
    meaning: 'Without it the rest is of no use; yes when empty',
    values: ['yes', 'no'],
    use: 'changed',
  },
  {
    key: 'offered',
    meaning: 'Offered beside that and not committed; for its organization, coordinators and auditors',
    unit: MUCH,
    use: 'fixed',
    isNumber: true,
  },
  { key: 'committed', meaning: 'Committed by confirmed matches', unit: MUCH, use: 'fixed', isNumber: true },
  { key: 'delivered', meaning: 'Delivered of that', unit: MUCH, use: 'fixed', isNumber: true },
  { key: 'accepted', meaning: 'Accepted of that', unit: MUCH, use: 'fixed', isNumber: true },
  { key: 'waived', meaning: 'No longer asked for', unit: MUCH, use: 'fixed', isNumber: true },
  { key: 'open', meaning: 'Still to be committed', unit: MUCH, use: 'fixed', isNumber: true },
];

/** Of the change, not of the request. */
export const REASON_KEY = 'change_reason';
const REASON_COLUMN: SheetColumn = {
  key: REASON_KEY,
  meaning:
    'Why a published request is to change: its row then proposes the change, and a coordinator decides. Of no other row is it read',
  example: 'The stores were moved',
  use: 'said',
};

export const NEED_SHEET_COLUMNS: readonly SheetColumn[] = [...NEED_COLUMNS, ...ITEM_COLUMNS, REASON_COLUMN];

export const NEED_KEYS: readonly string[] = keysOf(NEED_COLUMNS);
export const ITEM_KEYS: readonly string[] = keysOf(ITEM_COLUMNS);

function keysOf(columns: readonly SheetColumn[]): string[] {
  return columns.filter(({ use }) => use === 'changed').map(({ key }) => key);
}

/** One row for each item; one for a need without any. */
export function cellsOf(need: NeedInFull): Cells[] {
  const own = {
    need: need.id,
    version: String(need.version),
    organization: need.organization.name,
    state: need.state,
    coverage: need.coverage,
    in_delivery: need.isInDelivery ? 'yes' : 'no',
    source_reference: need.externalRef ?? '',
    title: need.title,
    area: need.areaIso2,
    summary: need.summary,
    language: need.language,
    visibility: need.visibility,
    site_visibility: need.siteVisibility,
    priority: need.priority?.toString() ?? '',
    needed_from: need.neededFrom ?? '',
    needed_by: need.neededBy ?? '',
    valid_until: need.validUntil ?? '',
    tags: listText(need.tags),
    report: need.report?.id ?? '',
    report_paragraph: need.report?.paragraph ?? '',
    action_plan: need.actionPlan ?? '',
    action_plan_rank: need.actionPlanRank?.toString() ?? '',
    already_done: need.alreadyDone ?? '',
    paragraphs: listText(need.paragraphs),
    also_submitted_to: listText(need.alsoSubmittedTo),
    also_submitted_note: need.alsoSubmittedNote ?? '',
  };
  return need.items.length === 0 ? [own] : need.items.map((item) => ({ ...own, ...itemCells(item) }));
}

function itemCells({ measure, unitCost, ...item }: NeedItemView): Cells {
  const much = (quantity: string) =>
    measure.currency === undefined ? quantity : Money.of(BigInt(quantity), measure.currency).toDecimal();
  return {
    item: item.id,
    category: item.categoryCode,
    type: item.typeCode ?? '',
    description: item.description,
    currency: measure.currency ?? '',
    unit: measure.unit ?? '',
    requested: much(item.requested),
    minimum: item.minimum === null ? '' : much(item.minimum),
    unit_cost: unitCost === null ? '' : Money.fromJson(unitCost).toDecimal(),
    unit_cost_currency: unitCost?.currency ?? '',
    item_needed_by: item.neededBy ?? '',
    place: item.place ?? '',
    site: item.site ?? '',
    prerequisites: item.prerequisites ?? '',
    own_contribution: item.ownContribution ?? '',
    essential: item.isEssential ? 'yes' : 'no',
    offered: item.offered === null ? '' : much(item.offered),
    committed: much(item.committed),
    delivered: much(item.delivered),
    accepted: much(item.accepted),
    waived: much(item.waived),
    open: much(item.open),
  };
}

/** The column that a path of a problem means; the path itself where none does. */
export function columnOf(path: string): string {
  const field = path.replace(/^items\.\d+\./, '');
  if (field === 'neededBy' && field !== path) return 'item_needed_by';
  return COLUMN_OF_FIELD[field] ?? field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The field that a column is read into, as problems name it; of an item, within the item. */
export function fieldOf(column: string): string {
  if (column === 'item_needed_by') return 'neededBy';
  const [field] = Object.entries(COLUMN_OF_FIELD).findLast(([, key]) => key === column) ?? [];
  return field ?? column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const COLUMN_OF_FIELD: Readonly<Record<string, string>> = {
  areaIso2: 'area',
  reportId: 'report',
  categoryCode: 'category',
  typeCode: 'type',
  measure: 'unit',
  'measure.currency': 'currency',
  'measure.unit': 'unit',
  'unitCost.currency': 'unit_cost_currency',
  isEssential: 'essential',
};
