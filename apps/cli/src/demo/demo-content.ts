import { Money } from '#libs/kernel';
import type { NeedContent } from '#libs/needs';
import { UNSTATED, type OfferDraft } from '#libs/offers';
import type { NeedAct } from './courses.js';
import type { DemoPersonId } from './demo-people.js';

/** What stands on the table of the demonstration. All of it is invented, but for what says "Published" and names its source. */
export interface DemoNeed {
  readonly by: DemoPersonId;
  readonly until: 'draft' | 'submitted' | 'published';
  /** What brought it there, and how many days ago. */
  readonly lastAct: readonly [NeedAct, number];
  readonly content: NeedContent;
}

export interface DemoOffer {
  readonly by: DemoPersonId;
  readonly publishedDaysAgo: number;
  readonly content: OfferDraft;
}

const usd = (major: string) => Money.parse(major, 'USD').minor;

const NEED = {
  language: 'en',
  visibility: 'public',
  neededFrom: null,
  validUntil: null,
  tags: ['illustrative'],
} as const;
const ITEM = { minimum: null, unitCost: null } as const;

/** `year` is the current one, so that the dates lie ahead. */
export function demoNeeds(year: number): readonly DemoNeed[] {
  return [
    {
      by: 'focal-haiti',
      until: 'published',
      lastAct: ['publish', 41],
      content: {
        ...NEED,
        areaIso2: 'HT',
        title: 'Mark the police stocks of the northern departments',
        summary:
          'About 11,000 service weapons in four departments carry no unique marking. Lost ones cannot be traced. The national ' +
          'commission has trained two officers; it lacks machines and operators.',
        priority: 5,
        neededBy: `${year + 1}-06-30`,
        items: [
          {
            ...ITEM,
            categoryCode: 'MARK',
            typeCode: 'equipment',
            description: 'Dot-peen marking machines with hand tools for rifles and pistols',
            measure: { unit: 'machine' },
            requested: 6n,
            minimum: 2n,
            unitCost: Money.parse('24000', 'USD'),
          },
          {
            ...ITEM,
            categoryCode: 'MARK',
            typeCode: 'training',
            description: 'Training of operators, one week each',
            measure: { unit: 'training-place' },
            requested: 16n,
          },
        ],
      },
    },
    {
      by: 'focal-haiti',
      until: 'published',
      lastAct: ['publish', 27],
      content: {
        ...NEED,
        areaIso2: 'HT',
        title: 'Safe storage for three depots',
        summary:
          'Three depots have neither steel racks nor locks that close. The plans of the engineers are ready and were checked ' +
          'by the regional centre; the State contributes the building work.',
        priority: 4,
        neededBy: `${year + 1}-12-31`,
        items: [
          {
            ...ITEM,
            categoryCode: 'STOCK',
            typeCode: 'financial',
            description: 'Racks, doors, locks and lighting according to the checked plans',
            measure: { currency: 'USD' },
            requested: usd('310000'),
            minimum: usd('80000'),
          },
        ],
      },
    },
    {
      by: 'focal-malawi',
      until: 'published',
      lastAct: ['publish', 73],
      content: {
        ...NEED,
        visibility: 'states-only',
        areaIso2: 'MW',
        title: 'One register instead of forty paper ledgers',
        summary:
          'Forty police stations keep weapons ledgers on paper. Tracing requests take weeks. A register on the existing ' +
          'network would answer them in a day.',
        priority: 3,
        neededBy: `${year + 2}-03-31`,
        items: [
          {
            ...ITEM,
            categoryCode: 'RECORD',
            typeCode: 'technology',
            description: 'Record-keeping software with import of the scanned ledgers',
            measure: { unit: 'licence' },
            requested: 40n,
          },
          {
            ...ITEM,
            categoryCode: 'RECORD',
            typeCode: 'financial',
            description: 'Scanning and entering of 40 ledgers',
            measure: { currency: 'USD' },
            requested: usd('95000'),
          },
        ],
      },
    },
    {
      by: 'focal-fiji',
      until: 'submitted',
      lastAct: ['submit', 4],
      content: {
        ...NEED,
        areaIso2: 'FJ',
        title: 'Destroy surplus ammunition before the next cyclone season',
        summary:
          'Two tonnes of unstable ammunition lie 300 metres from a school. A qualified contractor is in the region.',
        priority: 5,
        neededBy: `${year + 1}-10-31`,
        items: [
          {
            ...ITEM,
            categoryCode: 'SURPLUS',
            typeCode: 'expertise',
            description: 'Contractor with licence for demilitarization',
            measure: { currency: 'USD' },
            requested: usd('140000'),
          },
        ],
      },
    },
    {
      by: 'focal-fiji',
      until: 'draft',
      lastAct: ['draft', 2],
      content: {
        ...NEED,
        areaIso2: 'FJ',
        title: 'Awareness in schools',
        summary: '',
        priority: 2,
        neededBy: null,
        items: [],
      },
    },
  ];
}

const OFFER = {
  ...UNSTATED,
  tags: ['illustrative'],
  description: '',
  typeCodes: [],
  earmarkAreas: [],
  earmarkRegions: [],
  earmarkGroups: [],
  excludedAreas: [],
  minimumLot: null,
  maximumPerRecipient: null,
  validUntil: null,
  visibility: 'public',
  conditions: '',
} as const;

export function demoOffers(year: number): readonly DemoOffer[] {
  return [
    {
      by: 'donor-sweden',
      publishedDaysAgo: 118,
      content: {
        ...OFFER,
        title: 'Secure stockpiles in least developed countries',
        kind: 'cash',
        categoryCodes: ['STOCK', 'SURPLUS'],
        measure: { currency: 'USD' },
        capacity: usd('500000'),
        earmarkGroups: ['ldc'],
        minimumLot: usd('50000'),
        maximumPerRecipient: usd('350000'),
        validFrom: `${year}-01-01`,
        validUntil: `${year + 2}-12-31`,
        conditions: 'A report with photographs after the work.',
      },
    },
    {
      by: 'donor-japan',
      publishedDaysAgo: 64,
      content: {
        ...OFFER,
        title: 'Ten marking machines with spare parts',
        kind: 'in-kind',
        categoryCodes: ['MARK'],
        typeCodes: ['equipment'],
        measure: { unit: 'machine' },
        capacity: 10n,
        earmarkRegions: ['019', '002'],
        validFrom: `${year}-01-01`,
        validUntil: `${year + 1}-12-31`,
      },
    },
    {
      by: 'donor-japan',
      publishedDaysAgo: 203,
      content: {
        ...OFFER,
        title: 'Registers and record-keeping in Asia and the Pacific',
        kind: 'cash',
        categoryCodes: ['RECORD', 'TRACE'],
        measure: { currency: 'USD' },
        capacity: usd('200000'),
        earmarkRegions: ['142', '009'],
        validFrom: `${year}-01-01`,
        validUntil: `${year + 1}-03-31`,
      },
    },
    {
      by: 'donor-sweden',
      publishedDaysAgo: 35,
      content: {
        ...OFFER,
        title: 'Training places at the armed forces school',
        kind: 'in-kind',
        categoryCodes: ['MARK', 'STOCK'],
        typeCodes: ['training'],
        measure: { unit: 'training-place' },
        capacity: 24n,
        validFrom: `${year}-01-01`,
        validUntil: `${year + 1}-12-31`,
        visibility: 'private',
      },
    },
  ];
}

/** The facility and the agreement that fills it. */
export const DEMO_FUND = {
  name: 'Multi-donor facility (demonstration)',
  currency: 'USD',
  donor: 'japan',
  amount: Money.parse('400000', 'USD'),
  received: Money.parse('400000', 'USD'),
  /** 1 % of each deposit. */
  feeRateMillionths: 10_000,
  /** Of the bank, for the credit. */
  externalRef: 'DEMO-CREDIT-1',
} as const;
