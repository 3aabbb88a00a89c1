import { STATED_KINDS } from '#libs/identity';
import { isId, type ProblemItem } from '#libs/kernel';
import { RowReader, type Cells } from '#libs/platform';
import { AREAS_MAX, CODES_MAX, CONTACT_MAX, TEXT_MAX, TITLE_MAX, TAG_MAX, TAGS_MAX } from './offer.limits.js';
import { AREA_GROUPS, COOPERATION_MODES, OFFER_KINDS, WHOLE_BP, type Measure } from './offer.rules.js';
import { OFFER_VISIBILITIES } from './offer.states.js';
import type { OfferDraft } from './offers.service.js';

/** What cells say of an offer: only what is there. Empty clears what may be empty. `measure`: what is counted so far. */
export function readOfferCells(
  cells: Cells,
  standing: Measure | null,
): { readonly value: Partial<OfferDraft>; readonly wrong: readonly ProblemItem[] } {
  const row = new RowReader(cells);
  const filled = <T>(key: string, value: T | null | undefined): T | undefined => {
    if (value === null && !row.isFilled(key)) row.refuse(key, 'is missing');
    return value ?? undefined;
  };
  const codes = (key: string, shape: RegExp, change: (code: string) => string, max = CODES_MAX) =>
    row.list(key, max, (code) =>
      shape.test(code) ? change(code) : row.refuse(key, `name ${code}, which is no such code`),
    );
  const upper = (code: string) => code.toUpperCase();
  const lower = (code: string) => code.toLowerCase();
  const oneOf = <T extends string>(key: string, values: readonly T[]) =>
    row.list(key, CODES_MAX, (value) => row.known(key, value.toLowerCase() as T, values));
  const measure = row.has('currency') || row.has('unit') ? readMeasure(row) : undefined;
  const { currency } = measure ?? standing ?? {};
  // What is counted in an unknown currency cannot be read, and that is no fault of its own.
  const amount = (key: string) => (row.isRefused('currency') ? null : row.amount(key, currency));
  const value = {
    title: filled('title', row.text('title', TITLE_MAX)),
    description: words(row.text('description', TEXT_MAX)),
    kind: filled('kind', row.oneOf('kind', OFFER_KINDS)),
    categoryCodes: codes('categories', /^[A-Za-z]{1,12}$/, upper),
    typeCodes: codes('types', /^[A-Za-z-]{1,60}$/, lower),
    measure,
    capacity: filled('capacity', amount('capacity')),
    minimumLot: amount('minimum_lot'),
    maximumPerRecipient: amount('maximum_per_recipient'),
    maximumShareBp: row.whole('maximum_share_bp', 1, WHOLE_BP),
    earmarkLevel: row.whole('earmark_level', 1, 4) ?? undefined,
    earmarkAreas: codes('areas', /^[A-Za-z]{2}$/, upper, AREAS_MAX),
    earmarkRegions: codes('regions', /^\d{1,3}$/, (code) => code.padStart(3, '0')),
    earmarkGroups: oneOf('groups', AREA_GROUPS),
    excludedAreas: codes('excluded_areas', /^[A-Za-z]{2}$/, upper, AREAS_MAX),
    excludedCategories: codes('excluded_categories', /^[A-Za-z]{1,12}$/, upper),
    excludedTypes: codes('excluded_types', /^[A-Za-z-]{1,60}$/, lower),
    implementerId: implementer(row),
    implementerKinds: oneOf('implementer_kinds', STATED_KINDS),
    validFrom: row.day('valid_from') ?? undefined,
    validUntil: row.day('valid_until'),
    usableFrom: row.day('usable_from'),
    usableUntil: row.day('usable_until'),
    visibility: filled('visibility', row.oneOf('visibility', OFFER_VISIBILITIES)),
    conditions: words(row.text('conditions', TEXT_MAX)),
    contact: words(row.text('contact', CONTACT_MAX)),
    cooperationMode: row.oneOf('cooperation_mode', COOPERATION_MODES),
    tags: row.list('tags', TAGS_MAX, (tag) => row.words('tags', tag, TAG_MAX)),
  };
  const stated = Object.entries(value).filter(([, one]) => one !== undefined);
  return { value: Object.fromEntries(stated) as Partial<OfferDraft>, wrong: row.wrong };
}

function readMeasure(row: RowReader): Measure {
  const currency = row.code('currency', /^[A-Za-z]{3}$/)?.toUpperCase();
  const unit = row.code('unit', /^[A-Za-z-]{1,60}$/)?.toLowerCase();
  return { ...(currency && { currency }), ...(unit && { unit }) };
}

function implementer(row: RowReader): string | null | undefined {
  const id = row.text('implementer', TITLE_MAX);
  return !id || isId('org', id) ? id : row.refuse('implementer', 'must be the id of an organization: org_…');
}

const words = (text: string | null | undefined) => (text === null ? '' : text);
