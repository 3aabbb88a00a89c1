import type { StatedKind } from '#libs/identity';

/** How tightly a donor binds a contribution (IATI codelist EarmarkingCategory): 1 not at all, 2 softly, 3 earmarked, 4 tightly. */
export type EarmarkLevel = 1 | 2 | 3 | 4;

export const EARMARK_LEVELS: readonly EarmarkLevel[] = [1, 2, 3, 4];
export const EARMARK_GROUPS = ['ldc', 'lldc', 'sids'] as const;
export type EarmarkGroup = (typeof EARMARK_GROUPS)[number];

/** What a contribution may be used for. An empty list sets no condition. The days on which it may be used are the agreement's. */
export interface Earmark {
  readonly level: EarmarkLevel;
  /** Countries or areas, ISO 3166-1 alpha-2. With `regions`: one of all of them is enough. */
  readonly areas: readonly string[];
  /** Regions, UN M49. */
  readonly regions: readonly string[];
  readonly groups: readonly EarmarkGroup[];
  readonly categories: readonly string[];
  readonly types: readonly string[];
  readonly excludedAreas: readonly string[];
  readonly excludedCategories: readonly string[];
  readonly excludedTypes: readonly string[];
  /** Only what this organization carries out, `org_…`. With `implementerKinds`: one of all of them is enough. */
  readonly implementerId: string | null;
  readonly implementerKinds: readonly StatedKind[];
}

export const NOT_EARMARKED: Earmark = {
  level: 1,
  areas: [],
  regions: [],
  groups: [],
  categories: [],
  types: [],
  excludedAreas: [],
  excludedCategories: [],
  excludedTypes: [],
  implementerId: null,
  implementerKinds: [],
};

/** What money is asked for, with all that an earmark may ask about. */
export interface Purpose {
  /** ISO 3166-1 alpha-2; null where it is for no single country. */
  readonly area: string | null;
  /** Every region that the area lies in, UN M49. */
  readonly regions: readonly string[];
  readonly groups: readonly EarmarkGroup[];
  readonly category: string;
  readonly type: string;
  /** Who carries it out. */
  readonly implementer: { readonly id: string; readonly kind: string };
}

export type EarmarkCondition = 'place' | 'group' | 'category' | 'type' | 'implementer' | 'exclusion';

/** The conditions of an earmark that a purpose does not meet; none means that the money may be used for it. */
export function unmetConditions(earmark: Earmark, purpose: Purpose): EarmarkCondition[] {
  const { area, implementer } = purpose;
  const inPlace =
    (earmark.areas.length === 0 && earmark.regions.length === 0) ||
    (area !== null && earmark.areas.includes(area)) ||
    purpose.regions.some((region) => earmark.regions.includes(region));
  const inGroup = earmark.groups.length === 0 || earmark.groups.some((group) => purpose.groups.includes(group));
  const byBody =
    (earmark.implementerId === null && earmark.implementerKinds.length === 0) ||
    earmark.implementerId === implementer.id ||
    (earmark.implementerKinds as readonly string[]).includes(implementer.kind);
  const isExcluded =
    (area !== null && earmark.excludedAreas.includes(area)) ||
    earmark.excludedCategories.includes(purpose.category) ||
    earmark.excludedTypes.includes(purpose.type);
  const met: Record<EarmarkCondition, boolean> = {
    place: inPlace,
    group: inGroup,
    category: anyOrIncludes(earmark.categories, purpose.category),
    type: anyOrIncludes(earmark.types, purpose.type),
    implementer: byBody,
    exclusion: !isExcluded,
  };
  return (Object.keys(met) as EarmarkCondition[]).filter((condition) => !met[condition]);
}

/** True when level and conditions say the same: level 1 sets none, the others at least one. */
export function isConsistent({ level, implementerId, ...lists }: Earmark): boolean {
  const isFree = implementerId === null && Object.values(lists).every(({ length }) => length === 0);
  return (level === 1) === isFree;
}

function anyOrIncludes(list: readonly string[], code: string): boolean {
  return list.length === 0 || list.includes(code);
}

/** `level 3: HT, 029; MARK; not CU` */
export function earmarkInWords(earmark: Earmark): string {
  const { level, implementerId, implementerKinds } = earmark;
  const excluded = [...earmark.excludedAreas, ...earmark.excludedCategories, ...earmark.excludedTypes];
  const bodies = [...(implementerId === null ? [] : [implementerId]), ...implementerKinds];
  const parts = [
    [...earmark.areas, ...earmark.regions].join(', '),
    earmark.groups.join(', '),
    earmark.categories.join(', '),
    earmark.types.join(', '),
    bodies.length > 0 ? `carried out by ${bodies.join(', ')}` : '',
    excluded.length > 0 ? `not ${excluded.join(', ')}` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? `level ${level}: ${parts.join('; ')}` : 'not earmarked';
}
