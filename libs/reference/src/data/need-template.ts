import { ITEM_KINDS } from './assistance.js';

export interface TemplateItem {
  /** Of {@link ITEM_KINDS}; null where the thing is of none of these kinds. */
  readonly kind: string | null;
  readonly type: string;
  readonly unit: string;
  readonly description: string;
}

/** Where to begin a request of one category. */
export interface NeedTemplate {
  readonly category: string;
  /** What a good request says. */
  readonly advice: string;
  /** The module of MOSAIC, the UN's small-arms standards, that such work follows. */
  readonly standard: string | null;
  /** What donors ask before they answer. */
  readonly questions: readonly string[];
  /** What such requests ask for as a rule. */
  readonly items: readonly TemplateItem[];
}

export function of(kind: string, description: string): TemplateItem {
  const known = ITEM_KINDS.find(({ code }) => code === kind);
  if (!known) throw new Error(`${kind} is no kind of item`);
  return { kind, type: known.type, unit: known.unit, description };
}

export const information = (description: string): TemplateItem => ({
  kind: null,
  type: 'information',
  unit: 'item',
  description,
});
