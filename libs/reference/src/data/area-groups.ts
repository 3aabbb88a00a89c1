/** Which countries and areas belong to a group of the United Nations: by when, according to whom. ISO alpha-2 codes. */
interface AreaList {
  readonly name: 'ldc' | 'lldc' | 'sids';
  /** Changes that were decided by this day are taken in. */
  readonly asOf: string;
  readonly source: string;
  readonly members: readonly string[];
  /** Members that a decision lets leave: from that day on they belong to the group no more. */
  readonly leaving: Readonly<Record<string, Leave>>;
}

interface Leave {
  readonly on: string;
  readonly decision: string;
}

const codes = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Countries and areas of M49 that are no Member States; all others are (193, the last one South Sudan on 14 July 2011). */
export const NOT_UN_MEMBERS = codes(`
  AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN
  PR PS RE SH SJ SX TC TF TK UM VA VG VI WF YT
`);

const RESOLUTION_76_8: Leave = { on: '2026-11-24', decision: 'General Assembly resolution 76/8 of 24 November 2021' };
const RESOLUTION_79_230: Leave = {
  on: '2029-12-19',
  decision: 'General Assembly resolution 79/230 of 19 December 2024',
};

/**
 * Least developed countries: the 44 after Sao Tome and Principe graduated on 13 December 2024. Bangladesh and Nepal asked for
 * more time; on 1 June 2026 the Committee for Development Policy spoke for an extension of Bangladesh's. No decision of the
 * Assembly on either was found when this was written, so what resolution 76/8 set stands; the README says how to change it.
 * Without a date: Angola, whose graduation the Assembly deferred in December 2023, and Djibouti, Kiribati and Tuvalu, on which
 * the Economic and Social Council deferred its decision in 2024.
 */
const LDC: AreaList = {
  name: 'ldc',
  asOf: '2024-12-19',
  source:
    'UN Committee for Development Policy, list of least developed countries; decisions up to General Assembly resolution 79/230',
  members: codes(`
    AF AO BD BF BI BJ CD CF DJ ER ET GM GN GW HT KH KI KM LA LR LS MG ML MM MR MW MZ NE NP RW SB SD SL SN SO SS TD TG TL TV
    TZ UG YE ZM
  `),
  leaving: {
    BD: RESOLUTION_76_8,
    LA: RESOLUTION_76_8,
    NP: RESOLUTION_76_8,
    SB: { on: '2027-12-13', decision: 'General Assembly, 25 August 2023: three years more than 13 December 2024' },
    KH: RESOLUTION_79_230,
    SN: RESOLUTION_79_230,
  },
};

const LLDC: AreaList = {
  name: 'lldc',
  asOf: '2024-12-13',
  source: 'UN Statistics Division, M49, group "Land Locked Developing Countries (LLDC)", 32 countries',
  members: codes('AF AM AZ BF BI BO BT BW CF ET KG KZ LA LS MD MK ML MN MW NE NP PY RW SS SZ TD TJ TM UG UZ ZM ZW'),
  leaving: {},
};

const SIDS: AreaList = {
  name: 'sids',
  asOf: '2024-12-13',
  source:
    'UN Statistics Division, M49, group "Small Island Developing States (SIDS)", 53 countries and areas, 37 of them Member States',
  members: codes(`
    AG AI AS AW BB BQ BS BZ CK CU CV CW DM DO FJ FM GD GU GW GY HT JM KI KM KN LC MH MP MS MU MV NC NR NU PF PG PR PW SB SC
    SG SR ST SX TL TO TT TV VC VG VI VU WS
  `),
  leaving: {},
};

export const AREA_LISTS = { LDC, LLDC, SIDS };
