import { Money, type Actor } from '#libs/kernel';
import type { ItemContent, NeedContent } from '#libs/needs';
import type { DemoPersonId } from './demo-people.js';
import type { ExtraPersonId } from './extra-people.js';

export type ScenePersonId = DemoPersonId | ExtraPersonId;
export type SceneActors = Readonly<Record<ScenePersonId, Actor>>;

/**
 * Where the life of a need of the demonstration stands. `in-grace`: published, but its last day is past. `asked-again`: published, and
 * to be confirmed in this reporting cycle. Coverage comes from {@link SceneDeal}.
 */
type SceneState =
  | 'draft'
  | 'submitted'
  | 'under-review'
  | 'returned'
  | 'rejected'
  | 'validated'
  | 'published'
  | 'withdrawn'
  | 'closed-partly'
  | 'in-grace'
  | 'asked-again'
  | 'expired'
  | 'merged';

type Stated = Pick<NeedContent, 'areaIso2' | 'title' | 'summary' | 'items'> & Partial<NeedContent>;

/** A need of the demonstration. All of it is invented, but for what says "Published" and names its source. */
export interface SceneNeed {
  readonly by: ScenePersonId;
  readonly until: SceneState;
  /** Title of the need that it was merged into. */
  readonly into?: string;
  /** Questions of the coordinator, or why it ended; without effect in other states. */
  readonly reason?: string;
  /** A smaller circle than the one that its State agreed to. */
  readonly publishTo?: NeedContent['visibility'];
  /** Months from today until it is needed; it stands half a year longer. Undefined: no date is stated. */
  readonly months?: number;
  readonly content: Stated;
}

/** What a donor pledges to an item, and how far that went. */
export interface SceneDeal {
  readonly need: string;
  /** Counted from 0. */
  readonly item: number;
  readonly donor: ScenePersonId;
  readonly title: string;
  /** `6 machine` or `120000 USD`. */
  readonly amount: string;
  /** `agreed`: its offer became an agreement with the fund. `superseded`: the donor took the pledge back before its review. */
  readonly until:
    | 'suggested'
    | 'superseded'
    | 'reviewed'
    | 'declined'
    | 'confirmed'
    | 'agreed'
    | 'rescinded'
    | 'delivering'
    | 'completed';
  readonly visibility?: 'public' | 'private';
  /** How the donor means to deliver it. */
  readonly plan?: string;
  /** One after the other, each with the papers that go with such things as evidence. */
  readonly deliveries?: readonly SceneDelivery[];
}

/** Units, or minor units of a currency that the donor paid itself, that arrived, and what the State, or of one `undone` the donor, said to it. */
export interface SceneDelivery {
  readonly quantity: bigint;
  readonly until: 'delivered' | 'accepted' | 'returned' | 'undone';
  /** Left out: all of it. */
  readonly accepted?: bigint;
  readonly reason?: string;
}

/** `6 machine` or `120000 USD`, as measure and quantity (minor units of a currency). */
export function quantity(text: string): {
  readonly measure: { readonly currency: string } | { readonly unit: string };
  readonly amount: bigint;
} {
  const [number = '', what = ''] = text.split(' ');
  if (/^[A-Z]{3}$/.test(what)) return { measure: { currency: what }, amount: Money.parse(number, what).minor };
  return { measure: { unit: what }, amount: BigInt(number) };
}

/** One line of a request; `unitCost` in major units of the US dollar. */
export function line(
  categoryCode: string,
  typeCode: string,
  amount: string,
  description: string,
  {
    unitCost,
    minimum,
    ...more
  }: Partial<Omit<ItemContent, 'unitCost' | 'minimum'>> & {
    readonly unitCost?: string;
    readonly minimum?: string;
  } = {},
): ItemContent {
  const asked = quantity(amount);
  return {
    categoryCode,
    typeCode,
    description,
    measure: asked.measure,
    requested: asked.amount,
    minimum: minimum === undefined ? null : quantity(minimum).amount,
    unitCost: unitCost === undefined ? null : Money.parse(unitCost, 'USD'),
    ...more,
  };
}
