import { STATED_KINDS } from '#libs/identity';
import { Money } from '#libs/kernel';
import { listText, type Cells, type SheetColumn } from '#libs/platform';
import { AREA_GROUPS, COOPERATION_MODES, OFFER_KINDS } from './offer.rules.js';
import { OFFER_VISIBILITIES, SHOWN_STATES } from './offer.states.js';
import type { OfferView } from './offers.queries.js';

const DAY = 'a day, as YYYY-MM-DD';
const LIST = 'several, with a semicolon between them';
const MUCH = 'money in the currency with a point before the cents (1234.50), or whole units';

/** One row for each offer. */
export const OFFER_SHEET_COLUMNS: readonly SheetColumn[] = [
  { key: 'offer', meaning: 'Which offer; empty for a new one', use: 'reference' },
  { key: 'version', meaning: 'As of which state of the offer the row was downloaded', use: 'reference' },
  { key: 'organization', meaning: 'Who offers', use: 'fixed' },
  { key: 'state', meaning: 'Where the offer stands', values: SHOWN_STATES, use: 'fixed' },
  { key: 'source_reference', meaning: 'Its reference where it was imported from', use: 'fixed' },
  { key: 'title', meaning: 'Title', example: 'Marking machines with training', use: 'changed' },
  { key: 'description', meaning: 'What is offered, in words', use: 'changed' },
  { key: 'kind', meaning: 'Money, or something else', values: OFFER_KINDS, example: 'in-kind', use: 'changed' },
  {
    key: 'categories',
    meaning: 'Categories of assistance; empty: any',
    unit: LIST,
    codes: 'category',
    example: 'MARK; TRACE',
    use: 'changed',
  },
  {
    key: 'types',
    meaning: 'Types of assistance; empty: any',
    unit: LIST,
    codes: 'type',
    example: 'equipment; training',
    use: 'changed',
  },
  {
    key: 'currency',
    meaning: 'Of cash: its currency. Otherwise empty',
    unit: 'ISO 4217',
    example: 'USD',
    use: 'changed',
  },
  { key: 'unit', meaning: 'Of what is in kind: what is counted. Otherwise empty', codes: 'unit', use: 'changed' },
  { key: 'capacity', meaning: 'How much there is', unit: MUCH, example: '250000.00', use: 'changed', isNumber: true },
  { key: 'minimum_lot', meaning: 'The least that is given at once', unit: MUCH, use: 'changed', isNumber: true },
  {
    key: 'maximum_per_recipient',
    meaning: 'The most that one country gets',
    unit: MUCH,
    use: 'changed',
    isNumber: true,
  },
  {
    key: 'maximum_share_bp',
    meaning: 'The most of one item that it pays for',
    unit: 'basis points: 5000 is half',
    example: '5000',
    use: 'changed',
    isNumber: true,
  },
  {
    key: 'earmark_level',
    meaning: '1 (not earmarked) to 4 (tightly), as in IATI; left out, what follows from what is named',
    values: ['1', '2', '3', '4'],
    use: 'changed',
    isNumber: true,
  },
  {
    key: 'areas',
    meaning: 'Only for these countries',
    unit: `ISO 3166-1 alpha-2; ${LIST}`,
    example: 'HT; DO',
    use: 'changed',
  },
  {
    key: 'regions',
    meaning: 'Only for these regions',
    unit: `M49; ${LIST}`,
    example: '029',
    use: 'changed',
    digits: 3,
  },
  { key: 'groups', meaning: 'Only for these groups of countries', unit: LIST, values: AREA_GROUPS, use: 'changed' },
  { key: 'excluded_areas', meaning: 'Not for these countries', unit: `ISO 3166-1 alpha-2; ${LIST}`, use: 'changed' },
  { key: 'excluded_categories', meaning: 'Not for these categories', unit: LIST, codes: 'category', use: 'changed' },
  { key: 'excluded_types', meaning: 'Not for these types', unit: LIST, codes: 'type', use: 'changed' },
  { key: 'implementer', meaning: 'Only what this organization carries out', unit: 'its id: org_…', use: 'changed' },
  {
    key: 'implementer_kinds',
    meaning: 'Only what an organization of one of these kinds carries out',
    unit: LIST,
    values: STATED_KINDS,
    use: 'changed',
  },
  {
    key: 'valid_from',
    meaning: 'First day; today when a new one does not say',
    unit: DAY,
    example: '2027-01-01',
    use: 'changed',
    isDay: true,
  },
  { key: 'valid_until', meaning: 'Last day', unit: DAY, example: '2028-12-31', use: 'changed', isDay: true },
  {
    key: 'usable_from',
    meaning: 'First day of use, where it is not the first day',
    unit: DAY,
    use: 'changed',
    isDay: true,
  },
  {
    key: 'usable_until',
    meaning: 'Last day of use, where it is not the last day',
    unit: DAY,
    use: 'changed',
    isDay: true,
  },
  { key: 'visibility', meaning: 'Who may see it once published', values: OFFER_VISIBILITIES, use: 'changed' },
  { key: 'conditions', meaning: 'What else the donor asks for, in words', use: 'changed' },
  { key: 'contact', meaning: 'Whom to write or call about it; shown to people who are signed in', use: 'changed' },
  { key: 'cooperation_mode', meaning: 'Who cooperates with whom', values: COOPERATION_MODES, use: 'changed' },
  { key: 'tags', meaning: 'Tags', unit: LIST, example: 'armoury; police', use: 'changed' },
  {
    key: 'committed',
    meaning: 'Committed to confirmed matches, as far as you may know',
    unit: MUCH,
    use: 'fixed',
    isNumber: true,
  },
  { key: 'left', meaning: 'Still to be committed, as far as you may know', unit: MUCH, use: 'fixed', isNumber: true },
];

export function cellsOf({ measure, ...offer }: OfferView): Cells {
  const much = (quantity: string | null) => {
    if (quantity === null) return '';
    return measure.currency === undefined ? quantity : Money.of(BigInt(quantity), measure.currency).toDecimal();
  };
  return {
    offer: offer.id,
    version: String(offer.version),
    organization: offer.organization.name,
    state: offer.state,
    source_reference: offer.externalRef ?? '',
    title: offer.title,
    description: offer.description,
    kind: offer.kind,
    categories: listText(offer.categoryCodes),
    types: listText(offer.typeCodes),
    currency: measure.currency ?? '',
    unit: measure.unit ?? '',
    capacity: much(offer.capacity),
    minimum_lot: much(offer.minimumLot),
    maximum_per_recipient: much(offer.maximumPerRecipient),
    maximum_share_bp: offer.maximumShareBp?.toString() ?? '',
    earmark_level: String(offer.earmarkLevel),
    areas: listText(offer.earmarkAreas),
    regions: listText(offer.earmarkRegions),
    groups: listText(offer.earmarkGroups),
    excluded_areas: listText(offer.excludedAreas),
    excluded_categories: listText(offer.excludedCategories),
    excluded_types: listText(offer.excludedTypes),
    implementer: offer.implementer?.id ?? '',
    implementer_kinds: listText(offer.implementerKinds),
    valid_from: offer.validFrom,
    valid_until: offer.validUntil ?? '',
    usable_from: offer.usableFrom ?? '',
    usable_until: offer.usableUntil ?? '',
    visibility: offer.visibility,
    conditions: offer.conditions,
    contact: offer.contact,
    cooperation_mode: offer.cooperationMode ?? '',
    tags: listText(offer.tags),
    committed: much(offer.committed),
    left: much(offer.left),
  };
}

/** The column that a path of a problem means; the path itself where none does. */
export function columnOf(path: string): string {
  return COLUMN_OF_FIELD[path] ?? path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The field that a column is read into, as problems name it. */
export function fieldOf(column: string): string {
  const [field] = Object.entries(COLUMN_OF_FIELD).findLast(([, key]) => key === column) ?? [];
  return field ?? column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const COLUMN_OF_FIELD: Readonly<Record<string, string>> = {
  categoryCodes: 'categories',
  typeCodes: 'types',
  measure: 'unit',
  'measure.currency': 'currency',
  'measure.unit': 'unit',
  earmarkAreas: 'areas',
  earmarkRegions: 'regions',
  earmarkGroups: 'groups',
  implementerId: 'implementer',
};
