/** How tightly a donor binds a contribution (IATI codelist EarmarkingCategory): 1 not at all, 2 softly, 3 earmarked, 4 tightly. */
export type EarmarkLevel = 1 | 2 | 3 | 4;

export const EARMARK_LEVELS: readonly EarmarkLevel[] = [1, 2, 3, 4];
export const EARMARK_GROUPS = ['ldc', 'lldc', 'sids'] as const;
export type EarmarkGroup = (typeof EARMARK_GROUPS)[number];

/** What a contribution may be used for. An empty list sets no condition. */
export interface Earmark {
  readonly level: EarmarkLevel;
  /** Countries or areas, ISO 3166-1 alpha-2. With `regions`: one of all of them is enough. */
  readonly areas: readonly string[];
  /** Regions, UN M49. */
  readonly regions: readonly string[];
  readonly groups: readonly EarmarkGroup[];
  readonly categories: readonly string[];
  readonly excludedAreas: readonly string[];
}

/** What money is asked for, with all that an earmark may ask about. */
export interface Purpose {
  /** ISO 3166-1 alpha-2; null where it is for no single country. */
  readonly area: string | null;
  /** Every region that the area lies in, UN M49. */
  readonly regions: readonly string[];
  readonly groups: readonly EarmarkGroup[];
  readonly category: string;
}

export type EarmarkCondition = 'place' | 'group' | 'category' | 'exclusion';

/** The conditions of an earmark that a purpose does not meet; none means that the money may be used for it. */
export function unmetConditions(earmark: Earmark, purpose: Purpose): EarmarkCondition[] {
  const { area } = purpose;
  const inPlace =
    (earmark.areas.length === 0 && earmark.regions.length === 0) ||
    (area !== null && earmark.areas.includes(area)) ||
    purpose.regions.some((region) => earmark.regions.includes(region));
  const inGroup = earmark.groups.length === 0 || earmark.groups.some((group) => purpose.groups.includes(group));
  const inCategory = earmark.categories.length === 0 || earmark.categories.includes(purpose.category);
  const isExcluded = area !== null && earmark.excludedAreas.includes(area);
  const met: Record<EarmarkCondition, boolean> = {
    place: inPlace,
    group: inGroup,
    category: inCategory,
    exclusion: !isExcluded,
  };
  return (Object.keys(met) as EarmarkCondition[]).filter((condition) => !met[condition]);
}

/** True when level and conditions say the same: level 1 sets none, the others at least one. */
export function isConsistent({ level, areas, regions, groups, categories, excludedAreas }: Earmark): boolean {
  const conditions = areas.length + regions.length + groups.length + categories.length + excludedAreas.length;
  return (level === 1) === (conditions === 0);
}

/** `level 3: HT, 029; MARK; not CU` */
export function earmarkInWords({ level, areas, regions, groups, categories, excludedAreas }: Earmark): string {
  const parts = [
    [...areas, ...regions].join(', '),
    groups.join(', '),
    categories.join(', '),
    excludedAreas.length > 0 ? `not ${excludedAreas.join(', ')}` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? `level ${level}: ${parts.join('; ')}` : 'not earmarked';
}
