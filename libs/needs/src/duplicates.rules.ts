import type { CalendarDate } from '#libs/kernel';
import type { Measure, OtherChannel } from './need.rules.js';

/** What is looked at of a need to see whether another asks for the same. */
export interface AskedFor {
  readonly id: string;
  readonly organizationId: string;
  readonly areaIso2: string;
  readonly title: string;
  /** The day on which it was handed in. */
  readonly submittedOn: CalendarDate;
  readonly neededFrom: CalendarDate | null;
  readonly neededBy: CalendarDate | null;
  readonly validUntil: CalendarDate | null;
  readonly reportId: string | null;
  readonly reportParagraph: string | null;
  readonly alsoSubmittedTo: readonly OtherChannel[];
  readonly items: readonly AskedItem[];
}

interface AskedItem {
  readonly categoryCode: string;
  readonly typeCode: string;
  readonly measure: Measure;
  /** Minor units of the currency, or whole units; 0: not known. */
  readonly requested: bigint;
  readonly place: string | null;
}

/** Two lines for the same kind of thing, in amounts that are close. */
interface SameLine {
  readonly categoryCode: string;
  readonly typeCode: string;
  readonly measure: Measure;
  readonly requested: bigint;
  readonly otherRequested: bigint;
}

/** Why two needs may be one. Likenesses are from 0 (none, or no more than by chance) to 1 (the same); places are in the first one's words. */
export interface DuplicateEvidence {
  readonly score: number;
  readonly titles: number;
  readonly words: number;
  readonly categories: readonly string[];
  readonly sameLines: readonly SameLine[];
  readonly places: readonly string[];
  /** Both name places, and none that could be the same: it makes less sure. */
  readonly placesDiffer: boolean;
  readonly channels: readonly OtherChannel[];
  readonly report: 'none' | 'same-report' | 'same-paragraph';
  readonly sameOrganization: boolean;
}

/**
 * How sure each piece of evidence alone makes; together they make surer, and never less sure: 1 − Π (1 − weight).
 * The same line must be enough alone, since texts in two languages have no letters in common.
 */
const WEIGHTS = {
  titles: 0.6,
  words: 0.5,
  sameLine: 0.4,
  place: 0.15,
  channel: 0.15,
  'same-report': 0.1,
  'same-paragraph': 0.6,
} as const;

/** What is left of how sure it is where the places differ: the line alone is then too little, the same text is still shown. */
const OTHER_PLACE = 0.5;

/** Below it two texts about one subject are alike by chance. */
const LIKENESS_MIN = 0.3;
/** Amounts of which the smaller one is at least so much of the larger one are close. */
const CLOSE = { of: 5n, from: 4n };

/** From this score on a pair is shown: one line alike, the same paragraph, or texts that are alike; never place and channel alone. */
export const SUGGESTED_FROM = 0.35;

/**
 * Why two needs may ask for the same; null when they cannot: another area, no category in common, or other times.
 * The same for both, in whichever order they are given, but for whose amount is whose.
 * @param words how alike their words are, 0 to 1
 */
export function duplicateEvidence(a: AskedFor, b: AskedFor, words: number): DuplicateEvidence | null {
  if (a.id === b.id || a.areaIso2 !== b.areaIso2 || !timesMeet(a, b)) return null;
  const categories = common(
    a.items.map(({ categoryCode }) => categoryCode),
    b.items.map(({ categoryCode }) => categoryCode),
  );
  if (categories.length === 0) return null;
  const [placesOfA, placesOfB] = [placesOf(a), placesOf(b)];
  const alike = [...placesOfA].flatMap(([ours, place]) =>
    [...placesOfB].flatMap(([theirs]) => (isOnePlace(ours, theirs) ? [{ ours, theirs, place }] : [])),
  );

  const found = {
    titles: aboveChance(likeness(a.title, b.title)),
    words: aboveChance(words),
    categories,
    sameLines: sameLines(a.items, b.items),
    places: [...new Map(alike.map(({ ours, place }) => [ours, place])).values()],
    placesDiffer: placesOfA.size > 0 && placesOfB.size > 0 && !couldMeet([...placesOfA.keys()], [...placesOfB.keys()]),
    channels: common(a.alsoSubmittedTo, b.alsoSubmittedTo),
    report: reportOf(a, b),
    sameOrganization: a.organizationId === b.organizationId,
  };
  return { score: scoreOf(found), ...found };
}

function scoreOf(found: Omit<DuplicateEvidence, 'score'>): number {
  const { titles, words, sameLines, places, placesDiffer, channels, report } = found;
  const sure = [
    WEIGHTS.titles * titles,
    WEIGHTS.words * words,
    sameLines.length > 0 ? WEIGHTS.sameLine : 0,
    places.length > 0 ? WEIGHTS.place : 0,
    channels.length > 0 ? WEIGHTS.channel : 0,
    report === 'none' ? 0 : WEIGHTS[report],
  ];
  const surely = 1 - sure.reduce((unsure, weight) => unsure * (1 - weight), 1);
  return placesDiffer ? surely * OTHER_PLACE : surely;
}

/** From the first day of use, or the day it was handed in, to the last day on which it is asked for; without one it has no end. */
function timesMeet(a: AskedFor, b: AskedFor): boolean {
  return startOf(a) <= endOf(b) && startOf(b) <= endOf(a);
}

function startOf({ neededFrom, submittedOn }: AskedFor): CalendarDate {
  return neededFrom ?? submittedOn;
}

function endOf(need: AskedFor): CalendarDate {
  const last = [need.neededBy, need.validUntil].filter((day) => day !== null).sort();
  const end = last.at(-1) ?? '9999-12-31';
  // What was needed by a day before it was handed in is asked for all the same.
  return end < startOf(need) ? startOf(need) : end;
}

function aboveChance(share: number): number {
  return share >= LIKENESS_MIN ? share : 0;
}

/** Each place as it is written, by its plain letters. */
function placesOf({ items }: AskedFor): Map<string, string> {
  return new Map(items.flatMap(({ place }) => (place === null ? [] : [[plain(place), place.trim()] as const])));
}

/** `Kingston` and `Kingston, Jamaica`, `Port au Prince` and `Port-au-Prince`: all words of the shorter one are in the other. */
function isOnePlace(a: string, b: string): boolean {
  const [ours, theirs] = [wordsOf(a), wordsOf(b)];
  const [fewer, more] = ours.length <= theirs.length ? [ours, theirs] : [theirs, ours];
  return fewer.length > 0 && fewer.every((word) => more.includes(word));
}

/** Names in two scripts have no letters in common, whatever they name. */
function couldMeet(ours: readonly string[], theirs: readonly string[]): boolean {
  return ours.some((a) => theirs.some((b) => isOnePlace(a, b) || scriptOf(a) !== scriptOf(b)));
}

function scriptOf(text: string): string {
  const scripts = {
    latin: /\p{Script=Latin}/u,
    arabic: /\p{Script=Arabic}/u,
    cyrillic: /\p{Script=Cyrillic}/u,
    han: /\p{Script=Han}/u,
  };
  return Object.entries(scripts).find(([, letters]) => letters.test(text))?.[0] ?? 'other';
}

/** The largest first, each with one of the other side's: the same number from either side. */
function sameLines(ours: readonly AskedItem[], theirs: readonly AskedItem[]): SameLine[] {
  const kinds = new Set(ours.map(kindOf));
  return [...kinds].flatMap((kind) => {
    const [own, other] = [ours, theirs].map((items) => bySize(items.filter((item) => kindOf(item) === kind)));
    return closePairs(own!, other!);
  });
}

function kindOf({ categoryCode, typeCode, measure }: AskedItem): string {
  return [categoryCode, typeCode, measure.currency, measure.unit].join(' ');
}

function bySize(items: readonly AskedItem[]): AskedItem[] {
  return [...items].sort((a, b) => (a.requested === b.requested ? 0 : a.requested > b.requested ? -1 : 1));
}

function closePairs(ours: readonly AskedItem[], theirs: readonly AskedItem[]): SameLine[] {
  const pairs: SameLine[] = [];
  for (let i = 0, j = 0; i < ours.length && j < theirs.length;) {
    const [own, other] = [ours[i]!, theirs[j]!];
    if (isClose(own.requested, other.requested)) {
      const { categoryCode, typeCode, measure, requested } = own;
      pairs.push({ categoryCode, typeCode, measure, requested, otherRequested: other.requested });
      i += 1;
      j += 1;
    } else if (own.requested > other.requested) i += 1;
    else j += 1;
  }
  return pairs;
}

function isClose(a: bigint, b: bigint): boolean {
  const [less, more] = a < b ? [a, b] : [b, a];
  return less > 0n && less * CLOSE.of >= more * CLOSE.from;
}

function reportOf(a: AskedFor, b: AskedFor): DuplicateEvidence['report'] {
  if (a.reportId === null || a.reportId !== b.reportId) return 'none';
  const isSame = a.reportParagraph !== null && plain(a.reportParagraph) === plain(b.reportParagraph ?? '');
  return isSame ? 'same-paragraph' : 'same-report';
}

/**
 * How many of the groups of three letters of two texts are in both, 0 to 1, in any script. Computed here: `pg_trgm` sees no
 * letters but ASCII in a database of the locale C.
 */
export function likeness(a: string, b: string): number {
  const [ours, theirs] = [trigrams(a), trigrams(b)];
  const both = [...ours].filter((group) => theirs.has(group)).length;
  return both === 0 ? 0 : both / (ours.size + theirs.size - both);
}

function trigrams(text: string): Set<string> {
  const groups = new Set<string>();
  for (const word of wordsOf(plain(text))) {
    const letters = [' ', ' ', ...word, ' '];
    for (let i = 0; i + 3 <= letters.length; i += 1) groups.add(letters.slice(i, i + 3).join(''));
  }
  return groups;
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Without case, accents and width, and with single blanks: as people write the same in two ways. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

function common<T extends string>(ours: readonly T[], theirs: readonly T[]): T[] {
  return [...new Set(ours)].filter((one) => theirs.includes(one)).sort();
}
