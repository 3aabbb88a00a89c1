/** What assistance is for. `paragraphs` say where the 2012 outcome asks for it: annex 1 section II (PoA) or annex 2 (ITI). */
export interface CategoryRow {
  readonly code: string;
  readonly nameEn: string;
  readonly paragraphs: readonly string[];
  /** True for what only a person may match. */
  readonly neverMatches: boolean;
}

const category = (code: string, nameEn: string, ...paragraphs: string[]): CategoryRow => ({
  code,
  nameEn,
  paragraphs,
  neverMatches: false,
});

/** The 27 categories of assistance that the founding document names, and a place for what an import cannot sort. */
export const CATEGORIES: readonly CategoryRow[] = [
  category('LEG', 'Laws, regulations and administrative procedures', 'PoA A.2', 'PoA A.6', 'ITI B.7', 'ITI B.8'),
  category('COORD', 'National coordination between agencies', 'PoA A.3', 'ITI A.3'),
  category('NPC', 'National point of contact', 'PoA A.4', 'PoA B.13', 'ITI A.6'),
  category('MANUF', 'Control of production', 'PoA A.6'),
  category('TRANSFER', 'Control and licensing of export, import, transit and retransfer', 'PoA A.5', 'PoA A.6'),
  category('BROKER', 'Control of brokering', 'PoA A.3'),
  category('STOCK', 'Stockpile management and security', 'PoA A.8', 'PoA C.19'),
  category('SURPLUS', 'Identification, disposal and destruction of surplus', 'PoA A.8', 'PoA C.19'),
  category('COLLECT', 'Collection of illicit weapons', 'PoA A.3', 'PoA declaration 7'),
  category('MARK', 'Marking, also on import and of components', 'ITI A.1', 'ITI B.9', 'ITI B.11', 'PoA C.19'),
  category('RECORD', 'Identification and record-keeping', 'ITI A.2'),
  category('TRACE', 'Cooperation in tracing and exchange of results', 'ITI A.3', 'ITI A.4', 'ITI A.5', 'ITI B.10'),
  category('DDR', 'Disarmament, demobilization and reintegration', 'PoA A.7'),
  category('BORDER', 'Customs and border cooperation', 'PoA A.3', 'PoA B.17', 'PoA C.20'),
  category('LAWENF', 'Law enforcement and judicial capacity', 'PoA C.20', 'PoA declaration 13'),
  category('FINANCE', 'Illicit finance', 'PoA A.3'),
  category('GENDER', 'Participation of women and impact on women', 'PoA A.9', 'PoA declaration 14'),
  category('CHILD', 'Children affected by armed conflict', 'PoA A.10'),
  category('REPORT', 'National reporting', 'PoA A.11', 'PoA B.15', 'PoA III.9', 'ITI B.13', 'ITI B.14', 'ITI B.15'),
  category('NAP', 'National action plan', 'PoA A.12', 'PoA B.15'),
  category(
    'REGION',
    'Regional instruments and cooperation',
    'PoA B.13',
    'PoA B.14',
    'PoA B.15',
    'PoA B.16',
    'PoA B.17',
  ),
  category('TREATY', 'Joining related legal instruments', 'PoA C.21', 'ITI B.12'),
  category('AWARE', 'Education, public awareness and culture of peace', 'PoA C.23'),
  category('CSO', 'Work with civil society, academia and industry', 'PoA C.22', 'PoA III.8'),
  category('RESEARCH', 'Monitoring and analysis of impact', 'PoA D.26', 'PoA D.27'),
  category('TECH', 'Transfer of technology and lasting assistance', 'PoA D.28', 'ITI B.13(c)'),
  category('PARTIC', 'Participation in meetings', 'PoA D.30', 'PoA III.10'),
  { code: 'OTHER', nameEn: 'Not yet sorted into a category', paragraphs: [], neverMatches: true },
];

/** Code, English name. */
export type CodeNameRow = readonly [code: string, nameEn: string];

/** How the assistance is given: the second axis beside the category. */
export const ASSISTANCE_TYPES: readonly CodeNameRow[] = [
  ['financial', 'Financial assistance'],
  ['expertise', 'Technical assistance and expertise'],
  ['training', 'Training'],
  ['equipment', 'Equipment'],
  ['technology', 'Technology and software'],
  ['legal-drafting', 'Drafting of legislation'],
  ['travel', 'Travel and participation'],
  ['information', 'Information and good practice'],
];

/** What is counted when it is not money. */
export const UNITS: readonly CodeNameRow[] = [
  ['item', 'Item'],
  ['machine', 'Machine'],
  ['set', 'Set'],
  ['spare-part', 'Spare part'],
  ['licence', 'Software licence'],
  ['person-day', 'Person-day of expertise'],
  ['training-place', 'Training place'],
  ['container', 'Storage container'],
  ['safe', 'Safe'],
  ['rack', 'Weapons rack'],
  ['vehicle', 'Vehicle'],
  ['tonne', 'Tonne'],
  ['journey', 'Journey'],
];

interface ItemKindRow {
  readonly code: string;
  readonly nameEn: string;
  readonly unit: string;
  readonly type: string;
}

const kind = (code: string, nameEn: string, unit: string, type: string): ItemKindRow => ({ code, nameEn, unit, type });

/** The things that requests ask for again and again, with what each is counted in and how it is given as a rule. */
export const ITEM_KINDS: readonly ItemKindRow[] = [
  kind('marking-machine', 'Marking machine', 'machine', 'equipment'),
  kind('spare-parts', 'Spare parts and consumables', 'spare-part', 'equipment'),
  kind('record-software', 'Record-keeping software', 'licence', 'technology'),
  kind('computer-set', 'Computer set', 'set', 'equipment'),
  kind('storage-container', 'Storage container', 'container', 'equipment'),
  kind('safe', 'Safe', 'safe', 'equipment'),
  kind('weapons-rack', 'Weapons rack', 'rack', 'equipment'),
  kind('destruction-machine', 'Cutting or crushing machine', 'machine', 'equipment'),
  kind('interpol-access', 'Access to INTERPOL tools', 'item', 'technology'),
  kind('vehicle', 'Vehicle', 'vehicle', 'equipment'),
  kind('training-place', 'Training place', 'training-place', 'training'),
  kind('expert-days', 'Expert days', 'person-day', 'expertise'),
  kind('legal-drafting', 'Drafting of a law or regulation', 'person-day', 'legal-drafting'),
  kind('journey', 'Journey to a meeting', 'journey', 'travel'),
];
