import type { BrokenRule, CalendarDate, Money, ProblemItem } from '#libs/kernel';
import { DESCRIPTION_CHARS, lettersIn } from './completeness.rules.js';
import { UNSORTED_CATEGORY } from './import.rules.js';
import type { Visibility } from './need.states.js';

/** The six languages of the United Nations, and `und` (BCP 47) where an import does not say. */
export const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh', 'und'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What an item counts: money of one currency (ISO 4217), or units of one kind, never both; in a draft perhaps neither yet. */
export interface Measure {
  readonly currency?: string;
  readonly unit?: string;
}

/** From the columns that it is kept in. */
export function measureOf(currency: string | null, unit: string | null): Measure {
  if (currency !== null) return { currency };
  return unit === null ? {} : { unit };
}

/** Where the same need may have been filed too: ATT Voluntary Trust Fund, UNSCAR, the 1540 Committee. */
export const OTHER_CHANNELS = ['att-vtf', 'unscar', '1540-committee', 'other'] as const;
export type OtherChannel = (typeof OTHER_CHANNELS)[number];

/** One line as its organization writes it. Quantities are minor units of the currency, or whole units, also of what is not chosen yet. */
export interface ItemContent {
  /** The line that is changed; a new one when there is none. */
  readonly id?: string;
  readonly categoryCode: string;
  /** Null: not chosen yet, which only a draft may leave open. */
  readonly typeCode: string | null;
  /** May be empty in a draft, and in what an import published. */
  readonly description: string;
  readonly measure: Measure;
  readonly requested: bigint;
  /** The smallest quantity that is of use at all. */
  readonly minimum: bigint | null;
  /** What one unit costs, as an indication; not where money is asked for. */
  readonly unitCost: Money | null;
  readonly neededBy?: CalendarDate | null;
  /** Where it is delivered, as closely as everybody may know. */
  readonly place?: string | null;
  /** The site itself; the `siteVisibility` of the need says who is told of it. */
  readonly site?: string | null;
  /** What must be there before it is of use. */
  readonly prerequisites?: string | null;
  /** What the organization gives itself. */
  readonly ownContribution?: string | null;
  /** Without it the rest is of no use; so it is unless the organization says otherwise. */
  readonly isEssential?: boolean;
}

/** A need as its organization writes it. */
export interface NeedContent {
  readonly areaIso2: string;
  readonly title: string;
  readonly summary: string;
  readonly language: Language;
  /** The widest circle of readers that the organization agrees to. */
  readonly visibility: Visibility;
  /** Who of those who see the need is told at which site an item is delivered; `coordinators` unless it is said. */
  readonly siteVisibility?: Visibility;
  /** 1 (lowest) to 5 (highest); null: not stated. */
  readonly priority: number | null;
  readonly neededFrom: CalendarDate | null;
  readonly neededBy: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  readonly tags: readonly string[];
  /** The organization's national report that it comes from. */
  readonly reportId?: string | null;
  /** The paragraph of that report, or the question that it answers there. */
  readonly reportParagraph?: string | null;
  /** Title and year of the national action plan that it is part of (PoA A.12). */
  readonly actionPlan?: string | null;
  /** Its place among the priorities of that plan; 1 comes first. */
  readonly actionPlanRank?: number | null;
  readonly alreadyDone?: string | null;
  /** Of the 2012 outcomes, as the categories name them: `PoA A.8`, `ITI B.9`. */
  readonly paragraphs?: readonly string[];
  readonly alsoSubmittedTo?: readonly OtherChannel[];
  /** Names the other one, and says when. */
  readonly alsoSubmittedNote?: string | null;
  readonly items: readonly ItemContent[];
}

/** What contradicts itself in a need. An unfinished draft is not wrong. */
export function checkContent(content: NeedContent): BrokenRule[] {
  const { neededFrom, neededBy, items } = content;
  const wrong = items.flatMap((item, index) => checkItem(item, `items.${index}`));
  items.forEach(({ neededBy: itemNeededBy }, index) => {
    if (itemNeededBy && neededBy !== null && itemNeededBy > neededBy) {
      const detail = `Choose a day up to ${neededBy}, by which the whole request is needed.`;
      wrong.push({ path: `items.${index}.neededBy`, detail, reads: ['neededBy'] });
    }
  });
  if (content.actionPlanRank && !content.actionPlan) {
    const detail = 'Name the plan that the place among its priorities is of.';
    wrong.push({ path: 'actionPlan', detail, reads: ['actionPlanRank'] });
  }
  if (content.alsoSubmittedTo?.includes('other') && !content.alsoSubmittedNote) {
    const detail = 'Say to whom else it was submitted.';
    wrong.push({ path: 'alsoSubmittedNote', detail, reads: ['alsoSubmittedTo'] });
  }
  if (neededFrom !== null && neededBy !== null && neededBy < neededFrom) {
    const detail = `Choose a day from ${neededFrom} on, the first day of use.`;
    wrong.push({ path: 'neededBy', detail, reads: ['neededFrom'] });
  }
  if (content.reportParagraph && !content.reportId) {
    const detail = 'Choose the national report too.';
    wrong.push({ path: 'reportParagraph', detail, reads: ['reportId'] });
  }
  const ids = items.flatMap(({ id }) => id ?? []);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) wrong.push({ path: 'items', detail: `Name each item once: ${id} is there twice.` });
  });
  return wrong;
}

function checkItem({ measure, requested, minimum, unitCost }: ItemContent, path: string): BrokenRule[] {
  const wrong: BrokenRule[] = [];
  if (measure.currency !== undefined && measure.unit !== undefined) {
    wrong.push({ path: `${path}.measure`, detail: 'Choose either a currency or a unit.' });
  }
  if (minimum !== null && (minimum < 1n || minimum > requested)) {
    const detail = 'Write at least 1, and not more than is asked for.';
    wrong.push({ path: `${path}.minimum`, detail, reads: [`${path}.requested`] });
  }
  if (unitCost !== null && measure.currency !== undefined) {
    const detail = 'Leave this out where money is asked for.';
    wrong.push({ path: `${path}.unitCost`, detail, reads: [`${path}.measure`] });
  }
  return wrong;
}

/** What a need must say before a coordinator is asked to look at it. */
export function missingForSubmission({ summary, items }: Pick<NeedContent, 'summary' | 'items'>): ProblemItem[] {
  return [
    ...(summary.trim() === '' ? [{ path: 'summary', detail: 'Say what the problem is.' }] : []),
    ...(items.length === 0 ? [{ path: 'items', detail: 'Say what is needed, and how much.' }] : []),
  ];
}

/**
 * What only a draft leaves open of its lines: the type, the words and what is counted.
 * @param wordless Ids of lines that an import published without words.
 */
export function unfinished(
  items: readonly Pick<ItemContent, 'id' | 'categoryCode' | 'typeCode' | 'description' | 'measure'>[],
  wordless: ReadonlySet<string> = new Set(),
): ProblemItem[] {
  return items.flatMap(({ id, categoryCode, typeCode, description, measure }, index) => {
    const words = categoryCode === UNSORTED_CATEGORY ? IN_NO_CATEGORY : 'Say what exactly is needed.';
    const open: [boolean, string, string][] = [
      [typeCode === null, 'typeCode', 'Choose the type of assistance.'],
      [description.trim() === '' && !wordless.has(id ?? ''), 'description', words],
      [measure.currency === undefined && measure.unit === undefined, 'measure', 'Choose what is counted.'],
    ];
    return open.flatMap(([isOpen, field, detail]) => (isOpen ? [{ path: `items.${index}.${field}`, detail }] : []));
  });
}

const IN_NO_CATEGORY = `It is in no category, so say what it is: in at least ${DESCRIPTION_CHARS} letters.`;

/** Lines that ask for nothing. What an import published may say so, as its source does not know more. */
export function unstatedQuantities(items: readonly Pick<ItemContent, 'requested'>[]): ProblemItem[] {
  return items.flatMap(({ requested }, index) =>
    requested === 0n ? [{ path: `items.${index}.requested`, detail: 'Say how much is needed: more than 0.' }] : [],
  );
}

/** Lines in no category whose words, where there are any, do not say either what is asked for. What an import published may be so. */
export function undescribed(items: readonly Pick<ItemContent, 'categoryCode' | 'description'>[]): ProblemItem[] {
  return items.flatMap(({ categoryCode, description }, index) =>
    categoryCode === UNSORTED_CATEGORY && description.trim() !== '' && lettersIn(description) < DESCRIPTION_CHARS
      ? [{ path: `items.${index}.description`, detail: IN_NO_CATEGORY }]
      : [],
  );
}

/** Days by which something is needed that are over: nobody could meet them any more. */
export function overForSubmission(
  { neededBy, items }: Pick<NeedContent, 'neededBy' | 'items'>,
  today: CalendarDate,
): ProblemItem[] {
  const days = [
    { path: 'neededBy', day: neededBy },
    ...items.map((item, index) => ({ path: `items.${index}.neededBy`, day: item.neededBy })),
  ];
  return days.flatMap(({ path, day }) =>
    day && day < today ? [{ path, detail: `This was ${day}, which is over. Say by when it is needed now.` }] : [],
  );
}

interface Counted {
  readonly requested: bigint;
  readonly waived: bigint;
  readonly delivered: bigint;
  readonly accepted: bigint;
  /** Null where money is asked for. */
  readonly unitCode: string | null;
}

/**
 * True when every line says how much it asks for, and all of that came which was not waived, and at least something: money was
 * paid, and units were accepted, as the giving side alone cannot end a need.
 */
export function isFulfilled(items: readonly Counted[]): boolean {
  const came = ({ unitCode, delivered, accepted }: Counted) => (unitCode === null ? delivered : accepted);
  return (
    items.some((item) => came(item) > 0n) &&
    items.every((item) => item.requested > 0n && came(item) >= item.requested - item.waived)
  );
}

/** True when units were delivered that their organization neither accepted nor gave back; money is not waited for. */
export function hasUndecided({ unitCode, delivered, accepted }: Pick<Counted, 'unitCode' | 'delivered' | 'accepted'>) {
  return unitCode !== null && delivered > accepted;
}

/** True when everything was waived. */
export function asksForNothing(items: readonly Pick<Counted, 'requested' | 'waived'>[]): boolean {
  return items.length > 0 && items.every(({ requested, waived }) => requested > 0n && waived === requested);
}
