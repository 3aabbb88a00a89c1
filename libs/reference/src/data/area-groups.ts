/** Which countries and areas belong to a list of the United Nations: by when, according to whom. ISO alpha-2 codes. */
interface AreaList {
  readonly name: 'un-members' | 'ldc' | 'lldc' | 'sids';
  readonly asOf: string;
  readonly source: string;
  readonly members: readonly string[];
}

const codes = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Countries and areas of M49 that are no Member States; all others are (193, the last one South Sudan on 14 July 2011). */
export const NOT_UN_MEMBERS = codes(`
  AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN
  PR PS RE SH SJ SX TC TF TK UM VA VG VI WF YT
`);

/**
 * Least developed countries. The last change taken in is the graduation of Sao Tome and Principe on 13 December 2024 (44
 * remain). General Assembly resolution 76/8 set 24 November 2026 for Bangladesh, the Lao People's Democratic Republic and
 * Nepal; Bangladesh asked for three more years. They stay here until the Assembly's decision on that is taken in.
 */
const LDC: AreaList = {
  name: 'ldc',
  asOf: '2024-12-13',
  source:
    'UN Committee for Development Policy, list of least developed countries, after the change of 13 December 2024',
  members: codes(`
    AF AO BD BF BI BJ CD CF DJ ER ET GM GN GW HT KH KI KM LA LR LS MG ML MM MR MW MZ NE NP RW SB SD SL SN SO SS TD TG TL TV
    TZ UG YE ZM
  `),
};

const LLDC: AreaList = {
  name: 'lldc',
  asOf: '2024-12-13',
  source: 'UN Statistics Division, M49, group "Land Locked Developing Countries (LLDC)", 32 countries',
  members: codes('AF AM AZ BF BI BO BT BW CF ET KG KZ LA LS MD MK ML MN MW NE NP PY RW SS SZ TD TJ TM UG UZ ZM ZW'),
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
};

export const AREA_LISTS = { LDC, LLDC, SIDS };
