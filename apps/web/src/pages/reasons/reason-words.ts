import type { Change, Facts, Part, Reasons, Rule } from '../../api/types.js';
import type { Measure } from '../../api/types.js';
import type { TextValues } from '../../messages/text.js';

/** How facts become words; the page gives names, numbers and dates of its language. */
export interface Vocabulary {
  /** The message, or null where the catalogue has none by that id. */
  words(id: string, values?: TextValues): string | null;
  quantity(value: string, measure: Measure): string;
  day(value: string): string;
  area(code: string): string;
  category(code: string): string;
  type(code: string): string;
  unit(code: string): string;
  list(items: readonly string[]): string;
}

/** Quantities of the need and of the offer may be counted differently; then the rule on the measure fails and says so. */
export interface Measures {
  readonly need: Measure;
  readonly offer: Measure;
}

type Speak = (value: string) => string;

/** What is missing or unrestricted; the messages choose their sentence by these. */
const NONE = 'none';
const ANY = 'any';

/** One sentence for a rule that holds or fails. A rule the catalogue does not know yet shows its facts as they are. */
export function ruleWords(rule: Rule, measures: Measures, say: Vocabulary): string {
  const id = `rule.${rule.rule}.${rule.holds ? 'holds' : 'fails'}`;
  return say.words(id, valuesOf(rule.rule, rule.facts, measures, say)) ?? plainFacts(rule.rule, rule.facts);
}

/** One sentence for a part of the score. */
export function partWords(part: Part, measures: Measures, say: Vocabulary): string {
  return (
    say.words(`part.${part.part}`, valuesOf(part.part, part.facts, measures, say)) ?? plainFacts(part.part, part.facts)
  );
}

/** The day on which need and offer were compared (YYYY-MM-DD): all reasons speak of them as they were then. */
export function dayOf({ rules }: Reasons): string | null {
  return rules.map(({ facts }) => facts.today).find((day) => typeof day === 'string') ?? null;
}

/** The smallest change that would make a failing rule hold, as a condition: "… the offer also covered Marking". */
export function changeWords(change: Change, measures: Measures, say: Vocabulary): string {
  const speak = speaker(change.field, change.of, measures, say);
  const id = `change.${change.of}.${change.field}.${change.do}`;
  return say.words(id, { value: speak(change.value) }) ?? `${change.of}.${change.field}: ${change.value}`;
}

function valuesOf(reason: string, facts: Facts, measures: Measures, say: Vocabulary): TextValues {
  const values: TextValues = {};
  for (const [name, value] of Object.entries(facts)) {
    const speak = speaker(`${reason}.${name}`, 'need', measures, say);
    if (value === null || value === undefined) values[name] = NONE;
    else if (Array.isArray(value)) values[name] = value.length === 0 ? ANY : say.list(value.map(String).map(speak));
    else if (typeof value === 'number') values[name] = value;
    else values[name] = speak(String(value));
  }
  if (reason === 'measure') {
    values.needed = measureName(facts.neededCurrency, facts.neededUnit, say);
    values.offered = measureName(facts.offeredCurrency, facts.offeredUnit, say);
  }
  if (typeof facts.daysLeft === 'number') {
    values.late = facts.daysLeft < 0 ? 'yes' : 'no';
    values.days = Math.abs(facts.daysLeft);
  }
  return values;
}

const OFFER_QUANTITIES = /^(offer-left\..*|(.*\.)?(left|minimumLot|maximum|given|room))$/;
const NEED_QUANTITIES = /^(.*\.)?(requested|committed|open|amount|minimum|most)$/;
const DAYS = /^(.*\.)?(today|validUntil|validFrom|neededBy|due|offerFrom|offerUntil|usableFrom|usableUntil)$/;
const AREAS = /^(.*\.)?(area|regions|earmarkAreas|earmarkRegions|excluded|excludedAreas)$/;
const CATEGORIES = /^(category(-exclusion)?\.(needed|offered)|(.*\.)?(categoryCodes|excludedCategories))$/;
const TYPES = /^(type(-exclusion)?\.(needed|offered)|(.*\.)?(typeCodes|excludedTypes))$/;
const KINDS = /^(implementing-body\.kinds|implementerKinds)$/;
const GROUPS = /^(.*\.)?(groups|earmarkGroups)$/;

/** Chooses how a fact is spoken by its name. */
function speaker(name: string, of: Change['of'], measures: Measures, say: Vocabulary): Speak {
  if (OFFER_QUANTITIES.test(name)) return (value) => say.quantity(value, measures.offer);
  if (NEED_QUANTITIES.test(name)) return (value) => say.quantity(value, measures[of]);
  if (DAYS.test(name)) return say.day;
  if (AREAS.test(name)) return say.area;
  if (GROUPS.test(name)) return (value) => say.words(`group.${value}`) ?? value;
  if (CATEGORIES.test(name)) return say.category;
  if (TYPES.test(name)) return say.type;
  if (KINDS.test(name)) return (value) => say.words(`organization.kinds.${value}`) ?? value;
  if (name === 'need-published.state') return (value) => say.words(`state.need.${value}`) ?? value;
  if (name === 'offer-published.state') return (value) => say.words(`state.offer.${value}`) ?? value;
  if (name.endsWith('visibility')) return (value) => say.words(`visibility.${value}`) ?? value;
  return (value) => value;
}

function measureName(currency: unknown, unit: unknown, say: Vocabulary): string {
  if (typeof currency === 'string') return currency;
  return typeof unit === 'string' ? say.unit(unit) : NONE;
}

function plainFacts(reason: string, facts: Facts): string {
  const list = Object.entries(facts).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return `${reason}: ${list.join(', ')}`;
}
