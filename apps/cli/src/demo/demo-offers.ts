import { UNSTATED, type OfferDraft } from '#libs/offers';
import { quantity, type ScenePersonId } from './demo-scenes.js';

/** An offer of the demonstration. All of it is invented, but for what says "Published" and names its source. */
export interface SceneOffer {
  readonly by: ScenePersonId;
  /** `in-grace`: published, but its last day is past. `reduced`: published, and less than at first. */
  readonly until: 'draft' | 'published' | 'reduced' | 'in-grace' | 'withdrawn' | 'expired';
  readonly content: OfferDraft;
}

interface Terms extends Partial<Omit<OfferDraft, 'capacity' | 'minimumLot' | 'maximumPerRecipient'>> {
  readonly until?: SceneOffer['until'];
  readonly lot?: string;
  readonly most?: string;
}

/** Years that an offer stands, from the first of January on. */
const YEARS_OPEN = 2;

/** `year` is the current one, so that the offers stand today. */
export function sceneOffers(year: number): readonly SceneOffer[] {
  const offer = (
    by: ScenePersonId,
    amount: string,
    title: string,
    categories: string,
    { until = 'published', lot, most, ...terms }: Terms,
  ): SceneOffer => {
    const { measure, amount: capacity } = quantity(amount);
    return {
      by,
      until,
      content: {
        ...UNSTATED,
        tags: ['illustrative'],
        title,
        description: '',
        kind: 'currency' in measure ? 'cash' : 'in-kind',
        categoryCodes: categories === '' ? [] : categories.split(' '),
        typeCodes: [],
        measure,
        capacity,
        earmarkAreas: [],
        earmarkRegions: [],
        earmarkGroups: [],
        excludedAreas: [],
        minimumLot: lot === undefined ? null : quantity(lot).amount,
        maximumPerRecipient: most === undefined ? null : quantity(most).amount,
        validFrom: `${year}-01-01`,
        validUntil: `${year + YEARS_OPEN}-12-31`,
        visibility: 'public',
        conditions: '',
        ...terms,
      },
    };
  };
  const EXPERT = { typeCodes: ['expertise'] };
  const PLACES = { typeCodes: ['training'] };
  const GOODS = { typeCodes: ['equipment'] };
  const SOFTWARE = { typeCodes: ['technology'] };
  const DRAFTING = { typeCodes: ['legal-drafting'] };
  const TRAVEL = { typeCodes: ['travel'] };
  const KNOWLEDGE = { typeCodes: ['information'] };
  return [
    offer('donor-germany', '750000 EUR', 'Physical security and stockpile management in Africa', 'STOCK SURPLUS', {
      earmarkRegions: ['002'],
      description:
        'For stores that a survey has found wanting, with a list of works and their cost. Published: national reports often describe ' +
        'such assistance with no more than the words legislative, material, technical or financial, and donors do not answer ' +
        '(Small Arms Survey, Issue Brief 18, 2016).',
      lot: '60000 EUR',
      most: '250000 EUR',
      conditions: 'Works follow the international guidelines; one visit by our engineers.',
    }),
    offer('donor-germany', '400000 USD', 'Whatever fits a national action plan', '', {
      lot: '25000 USD',
      maximumShareBp: 5000,
      conditions: 'The request stands in an adopted national action plan.',
    }),
    offer('donor-germany', '40 training-place', 'Weapons and ammunition management, basic course', 'STOCK', {
      ...PLACES,
      cooperationMode: 'north-south',
      most: '10 training-place',
    }),
    offer('donor-germany', '120 person-day', 'Advisers for control of transfers', 'TRANSFER BROKER', {
      ...EXPERT,
      usableFrom: `${year}-06-01`,
      usableUntil: `${year + 1}-12-31`,
    }),
    offer('donor-germany', '12 machine', 'Marking machines from a replaced fleet', 'MARK', {
      ...GOODS,
      earmarkRegions: ['002', '019'],
      lot: '2 machine',
      conditions: 'Overhauled; spare parts for one year.',
    }),
    offer('donor-germany', '90000 EUR', 'Women in small arms control', 'GENDER', {
      most: '30000 EUR',
      description:
        'In euros, as what arrives depends on the day. Published: to the fund against illicit arms in the Western Balkans EUR 4.45 ' +
        'million of Germany were USD 4.95 million, and GBP 2 million of the United Kingdom USD 2.61 million (SEESAC).',
    }),
    offer('donor-switzerland', '300000 USD', 'Safe and secure management of ammunition', 'STOCK SURPLUS', {
      earmarkGroups: ['lldc'],
      lot: '40000 USD',
      excludedTypes: ['travel'],
    }),
    offer('donor-switzerland', '200 person-day', 'Lawyers who know the region', 'LEG TREATY BROKER', {
      ...DRAFTING,
      lot: '5 person-day',
      contact: 'Division for security policy',
    }),
    offer('donor-switzerland', '150 person-day', 'Experts in reporting and national plans', 'REPORT NAP COORD', {
      ...EXPERT,
      most: '40 person-day',
    }),
    offer('donor-switzerland', '120000 USD', 'Research on craft production', 'RESEARCH MANUF', {
      earmarkRegions: ['202'],
    }),
    offer('donor-switzerland', '15 journey', 'Journeys to the meetings in New York', 'PARTIC', {
      ...TRAVEL,
      earmarkGroups: ['ldc', 'sids'],
      most: '2 journey',
    }),
    offer('donor-switzerland', '1 item', 'Guide to surveys of stores', 'STOCK', {
      ...KNOWLEDGE,
      description:
        'How to come from problems to ranked activities. Published: a matrix of priorities asks for the problem, the solution, what was ' +
        'done already, the place in the national action plan and the own contribution (Small Arms Survey, 2016).',
      conditions: 'Free to copy.',
    }),
    offer('donor-switzerland', '60000 CHF', 'Small grants for civil society', 'CSO AWARE', { until: 'draft' }),
    offer('donor-korea', '6 set', 'Computer sets with solar supply', 'RECORD COORD', { ...GOODS, lot: '1 set' }),
    offer('donor-korea', '30 licence', 'Record-keeping software with two years of care', 'RECORD', {
      ...SOFTWARE,
      earmarkRegions: ['142', '002'],
      most: '15 licence',
    }),
    offer('donor-korea', '250000 USD', 'Border control in Asia', 'BORDER LAWENF', {
      earmarkRegions: ['142'],
      lot: '30000 USD',
    }),
    offer('donor-korea', '24 training-place', 'Course on identification of firearms', 'TRACE RECORD', {
      ...PLACES,
      usableFrom: `${year + 1}-03-01`,
      usableUntil: `${year + 1}-09-30`,
    }),
    offer('donor-korea', '3 machine', 'Shears and crushers', 'SURPLUS', {
      ...GOODS,
      conditions: 'The recipient pays the freight.',
    }),
    offer('donor-korea', '80000 USD', 'Education for peace', 'AWARE CHILD', { until: 'withdrawn' }),
    offer('donor-sweden', '220000 USD', 'Reintegration with an eye on women', 'DDR GENDER CHILD', {
      earmarkAreas: ['CM', 'HT'],
      maximumShareBp: 4000,
    }),
    offer('donor-sweden', '60 person-day', 'Police officers who mentor investigators', 'LAWENF FINANCE TRACE', {
      ...EXPERT,
      lot: '10 person-day',
    }),
    offer('donor-sweden', '20 training-place', 'Course on the International Tracing Instrument', 'TRACE', {
      ...PLACES,
    }),
    offer('donor-sweden', '100000 USD', 'Quick money for stores at risk', 'STOCK', {
      lot: '10000 USD',
      most: '25000 USD',
      description: 'Decided within thirty days.',
      visibility: 'private',
    }),
    offer('donor-sweden', '1 item', 'What we learned from marking on import', 'MARK', { ...KNOWLEDGE }),
    offer('donor-sweden', '50000 USD', 'Support of civil society in the Caribbean', 'CSO AWARE', {
      until: 'expired',
      earmarkRegions: ['029'],
      validUntil: null,
    }),
    offer('donor-japan', '180000 USD', 'Collection and destruction in public', 'COLLECT SURPLUS', {
      earmarkRegions: ['202'],
      lot: '40000 USD',
    }),
    offer('donor-japan', '5 set', 'Search tools for customs', 'BORDER', {
      ...GOODS,
      earmarkRegions: ['142', '009'],
    }),
    offer('donor-japan', '40 training-place', 'Customs course with neighbours', 'BORDER', {
      ...PLACES,
      cooperationMode: 'triangular',
      most: '20 training-place',
    }),
    offer('donor-japan', '4 set', 'Laboratory sets for erased marks', 'TRACE MARK', {
      ...GOODS,
      excludedAreas: ['PH'],
      usableFrom: `${year}-04-01`,
      usableUntil: `${year + 1}-03-31`,
    }),
    offer('donor-japan', '2 vehicle', 'Vehicles for transport of seized weapons', 'COLLECT', {
      ...GOODS,
      until: 'draft',
    }),
    offer('donor-foundation', '60 safe', 'Safes for small posts', 'STOCK', {
      ...GOODS,
      lot: '4 safe',
      most: '24 safe',
    }),
    offer('donor-foundation', '10 container', 'Ammunition containers, ready to ship', 'STOCK', {
      ...GOODS,
      lot: '2 container',
      implementerKinds: ['ngo', 'un-entity'],
    }),
    offer('donor-foundation', '200 rack', 'Rifle racks built on the spot', 'STOCK', {
      ...GOODS,
      lot: '20 rack',
      earmarkRegions: ['142', '009'],
    }),
    offer('donor-foundation', '90 person-day', 'Visiting armourers', 'STOCK TECH', {
      ...EXPERT,
      cooperationMode: 'south-south',
    }),
    offer('donor-foundation', '45000 USD', 'First steps: locks, doors and lamps', 'STOCK', {
      most: '9000 USD',
      lot: '1500 USD',
      description: 'For posts with fewer than fifty weapons.',
    }),
    offer('donor-foundation', '70000 EUR', 'Civil society and information campaigns in Europe', 'CSO AWARE', {
      earmarkRegions: ['150'],
      most: '25000 EUR',
    }),
    offer('donor-switzerland', '80 person-day', 'Setting up points of contact and regional networks', 'NPC REGION', {
      ...EXPERT,
      most: '20 person-day',
    }),
    offer('donor-korea', '30 licence', 'Software for tracing requests', 'TRACE', {
      ...SOFTWARE,
      until: 'reduced',
      description: 'Thirty licences at first; ten were promised elsewhere.',
    }),
    offer('donor-japan', '16 training-place', 'Course on collection programmes', 'COLLECT', {
      ...PLACES,
      until: 'in-grace',
    }),
    offer('donor-foundation', '8 safe', 'Safes of the last campaign', 'STOCK', { ...GOODS, until: 'withdrawn' }),
  ];
}
