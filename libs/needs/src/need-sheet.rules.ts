import { Money, type ProblemItem } from '#libs/kernel';
import { RowReader, type Cells } from '#libs/platform';
import { UNSORTED_CATEGORY } from './import.rules.js';
import {
  NOTE_MAX,
  PARAGRAPH_SHAPE,
  PARAGRAPHS_MAX,
  PLAN_RANK_MAX,
  REASON_MAX,
  TAG_MAX,
  TAGS_MAX,
  TEXT_MAX,
  TITLE_MAX,
} from './need.limits.js';
import { LANGUAGES, OTHER_CHANNELS, type ItemContent, type NeedContent } from './need.rules.js';
import { VISIBILITIES } from './need.states.js';
import { fieldOf, REASON_KEY } from './needs.columns.js';

type Fields = Omit<NeedContent, 'items'>;

interface Read<T> {
  readonly value: T;
  readonly wrong: readonly ProblemItem[];
}

/** What cells say of a need: only what is there. Empty clears what may be empty. */
export function readNeedCells(cells: Cells): Read<Partial<Fields>> {
  const row = new RowReader(cells);
  const filled = <T>(key: string, value: T | null | undefined): T | undefined => {
    if (value === null && isEmpty(cells[key])) row.refuse(key, 'is missing');
    return value ?? undefined;
  };
  const value = {
    title: filled('title', row.text('title', TITLE_MAX)),
    areaIso2: filled('area', row.code('area', /^[A-Za-z]{2}$/))?.toUpperCase(),
    summary: emptyText(row.text('summary', TEXT_MAX)),
    language: filled('language', row.oneOf('language', LANGUAGES)),
    visibility: filled('visibility', row.oneOf('visibility', VISIBILITIES)),
    siteVisibility: filled('site_visibility', row.oneOf('site_visibility', VISIBILITIES)),
    priority: row.whole('priority', 1, 5),
    neededFrom: row.day('needed_from'),
    neededBy: row.day('needed_by'),
    validUntil: row.day('valid_until'),
    tags: row.list('tags', TAGS_MAX, (tag) => row.words('tags', tag, TAG_MAX)),
    reportId: row.text('report', TITLE_MAX),
    reportParagraph: row.text('report_paragraph', TITLE_MAX),
    actionPlan: row.text('action_plan', TITLE_MAX),
    actionPlanRank: row.whole('action_plan_rank', 1, PLAN_RANK_MAX),
    alreadyDone: row.text('already_done', NOTE_MAX),
    paragraphs: row.list('paragraphs', PARAGRAPHS_MAX, (paragraph) =>
      PARAGRAPH_SHAPE.test(paragraph) ? paragraph : row.refuse('paragraphs', 'must be written as PoA A.8 or ITI B.9'),
    ),
    alsoSubmittedTo: row.list('also_submitted_to', OTHER_CHANNELS.length, (channel) =>
      row.known('also_submitted_to', channel as (typeof OTHER_CHANNELS)[number], OTHER_CHANNELS),
    ),
    alsoSubmittedNote: row.text('also_submitted_note', REASON_MAX),
  };
  return { value: stated(value), wrong: row.wrong };
}

/** Why a published need is to change. */
export function readReason(cells: Cells): Read<string> {
  const row = new RowReader({ [REASON_KEY]: '', ...cells });
  const reason = row.text(REASON_KEY, REASON_MAX);
  if (!row.isFilled(REASON_KEY)) {
    row.refuse(REASON_KEY, 'is missing: the request is published, so say why it is to change');
  }
  return { value: reason ?? '', wrong: row.wrong.map(({ detail }) => ({ path: fieldOf(REASON_KEY), detail })) };
}

/** What cells say of an item, on top of what stands there; null: it is a new one. */
export function readItemCells(cells: Cells, standing: ItemContent | null): Read<ItemContent> {
  const row = new RowReader(cells);
  const measure = readMeasure(row, standing);
  const recounted =
    standing !== null && (measure.currency !== standing.measure.currency || measure.unit !== standing.measure.unit);
  // What is counted in an unknown currency cannot be read, and that is no fault of its own.
  const amount = (key: string) => (row.isRefused('currency') ? null : row.amount(key, measure.currency));
  const requested = amount('requested');
  const isMissing = requested === null ? isEmpty(cells.requested) : requested === undefined && !standing;
  if (isMissing) row.refuse('requested', 'is missing');
  if (recounted && requested === undefined) row.refuse('requested', 'is missing: say how much of what is counted now');
  const category = row.code('category', /^[A-Za-z]{1,12}$/);
  const type = row.code('type', /^[A-Za-z-]{1,60}$/);
  const value = stated({
    categoryCode: category === null ? UNSORTED_CATEGORY : category?.toUpperCase(),
    typeCode: type === null ? null : type?.toLowerCase(),
    description: emptyText(row.text('description', TEXT_MAX)),
    measure,
    requested: requested ?? undefined,
    minimum: recounted && !row.has('minimum') ? null : amount('minimum'),
    unitCost: readUnitCost(row, standing),
    neededBy: row.day('item_needed_by'),
    place: row.text('place', TITLE_MAX),
    site: row.text('site', TITLE_MAX),
    prerequisites: row.text('prerequisites', NOTE_MAX),
    ownContribution: row.text('own_contribution', NOTE_MAX),
    isEssential: emptyFlag(row.flag('essential')),
  });
  const nothing = {
    ...{ categoryCode: UNSORTED_CATEGORY, typeCode: null, description: '' },
    ...{ requested: 0n, minimum: null, unitCost: null },
  };
  return { value: { ...nothing, ...standing, ...value, measure }, wrong: row.wrong };
}

/** Of a currency and a unit the one that is filled; what the file does not speak of stays. */
function readMeasure(row: RowReader, standing: ItemContent | null): ItemContent['measure'] {
  if (!row.has('currency') && !row.has('unit')) return standing?.measure ?? {};
  const currency = row.code('currency', /^[A-Za-z]{3}$/)?.toUpperCase();
  const unit = row.code('unit', /^[A-Za-z-]{1,60}$/)?.toLowerCase();
  return stated({ currency, unit });
}

function readUnitCost(row: RowReader, standing: ItemContent | null): Money | null | undefined {
  if (!row.has('unit_cost')) return undefined;
  const currency = row.has('unit_cost_currency')
    ? row.code('unit_cost_currency', /^[A-Za-z]{3}$/)?.toUpperCase()
    : standing?.unitCost?.currency;
  const minor = currency ? row.amount('unit_cost', currency) : null;
  if (row.isRefused('unit_cost_currency')) return null;
  if (row.isFilled('unit_cost') && !currency) return row.refuse('unit_cost_currency', 'is missing');
  if (!row.isFilled('unit_cost') && currency) return row.refuse('unit_cost', 'is missing');
  return typeof minor === 'bigint' && currency ? Money.of(minor, currency) : null;
}

const isEmpty = (cell: string | undefined) => cell === undefined || cell.trim() === '';

const emptyText = (text: string | null | undefined) => (text === null ? '' : text);
const emptyFlag = (flag: boolean | null | undefined) => (flag === null ? true : flag);

function stated<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
