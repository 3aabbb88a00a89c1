import type { NeedTemplate } from './need-template.js';
import { PEOPLE_TEMPLATES } from './need-templates.people.js';
import { WEAPONS_TEMPLATES } from './need-templates.weapons.js';

/** One for each category of assistance but the stand-in for what nobody has sorted. */
export const NEED_TEMPLATES: readonly NeedTemplate[] = [...WEAPONS_TEMPLATES, ...PEOPLE_TEMPLATES];
