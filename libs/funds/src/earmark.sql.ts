/** The earmark of the agreement `g` as an object of `Earmark`. */
export const EARMARK = `jsonb_build_object('level', g.earmark_level, 'areas', g.earmark_areas, 'regions', g.earmark_regions,
    'groups', g.earmark_groups, 'categories', g.earmark_categories, 'types', g.earmark_types, 'excludedAreas', g.excluded_areas,
    'excludedCategories', g.excluded_categories, 'excludedTypes', g.excluded_types, 'implementerId', g.implementer_id,
    'implementerKinds', g.implementer_kinds)`;
