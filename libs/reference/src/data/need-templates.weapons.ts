import { of, type NeedTemplate } from './need-template.js';

/** About the weapons themselves: laws, stocks, marks, traces. */
export const WEAPONS_TEMPLATES: readonly NeedTemplate[] = [
  {
    category: 'LEG',
    advice: 'Name the laws in force and their gaps, who leads the drafting, and the steps until the law is adopted.',
    standard: null,
    questions: [
      'Which laws and regulations exist, and from which years?',
      'Which commitments are not covered by them yet?',
      'Who drafts, who is consulted, and when does parliament or the government decide?',
    ],
    items: [
      of('legal-drafting', 'Days of a legal expert to review the law in force and draft amendments'),
      of('training-place', 'Places in a drafting workshop for the ministries concerned'),
    ],
  },
  {
    category: 'COORD',
    advice: 'Say which agencies work together, on what legal footing, who chairs, and what is decided there.',
    standard: 'MOSAIC 03.40',
    questions: [
      'Is there a national commission, and by which act was it set up?',
      'Which agencies belong to it, and how often does it meet?',
      'Who pays for its secretariat after the assistance ends?',
    ],
    items: [
      of('expert-days', 'Days of an adviser on mandate and working methods of the coordination body'),
      of('training-place', 'Places in a workshop for the members of the coordination body'),
      of('computer-set', 'Computer sets for its secretariat'),
    ],
  },
  {
    category: 'NPC',
    advice: 'Say where the point of contact sits, with how many staff, and which information it cannot give today.',
    standard: null,
    questions: [
      'Is a point of contact designated, and is this known to the United Nations?',
      'Who stands in for the person, and how is the work handed over?',
      'What equipment and which connections does the office have?',
    ],
    items: [
      of('training-place', 'Places in a course for points of contact and their deputies'),
      of('computer-set', 'Computer sets for the office of the point of contact'),
    ],
  },
  {
    category: 'MANUF',
    advice: 'Say who produces, also by hand, how production is licensed and inspected, and which control fails.',
    standard: 'MOSAIC 03.10',
    questions: [
      'How many licensed producers are there, and what do they make?',
      'What is known of unlicensed and craft production?',
      'Who inspects, how often, and with which powers?',
    ],
    items: [
      of('expert-days', 'Days of an expert on licensing and inspection of producers'),
      of('training-place', 'Training places for inspectors'),
    ],
  },
  {
    category: 'TRANSFER',
    advice: 'Describe the licensing procedure as it is, the number of licences a year, and where end use is checked.',
    standard: 'MOSAIC 03.20 and 03.21',
    questions: [
      'Which authority licenses export, import, transit and retransfer?',
      'How are end-user certificates issued and verified?',
      'How many applications a year are there, and how are they filed?',
    ],
    items: [
      of('expert-days', 'Days of an expert on transfer licensing and end-user certificates'),
      of('record-software', 'Licences of a software to handle applications and certificates'),
      of('training-place', 'Training places for licensing officers'),
    ],
  },
  {
    category: 'BROKER',
    advice: 'Say whether brokering is regulated, who registers brokers, and which cases could not be prosecuted.',
    standard: null,
    questions: [
      'Does the law define brokering, also outside the territory?',
      'Is there a register of brokers, and who keeps it?',
      'Which penalties exist, and were they ever applied?',
    ],
    items: [
      of('legal-drafting', 'Days of a legal expert to draft rules on brokering'),
      of('training-place', 'Training places for licensing and law-enforcement officers'),
    ],
  },
  {
    category: 'STOCK',
    advice:
      'Give the number of sites and weapons, the gravest risk at each kind of site, the order of the works, and who maintains ' +
      'them. Keep exact places in the site field.',
    standard: 'MOSAIC 05.20',
    questions: [
      'Was the security of the sites assessed, when and by whom?',
      'How many weapons are kept, by which forces, and how are they counted?',
      'Which work comes first, and what was already done?',
      'Who guards and maintains the stores afterwards, from which budget?',
    ],
    items: [
      of('weapons-rack', 'Lockable weapons racks'),
      of('storage-container', 'Secure storage containers for weapons'),
      of('safe', 'Safes for small units and for keys'),
      of('training-place', 'Training places for storekeepers and their officers'),
      of('expert-days', 'Days of an expert to assess the sites'),
    ],
  },
  {
    category: 'SURPLUS',
    advice: 'Say how much is surplus, by type and state, who declared it so, how it is destroyed, and who verifies it.',
    standard: 'MOSAIC 05.50',
    questions: [
      'How many weapons, and of which kinds, are declared surplus, and by which decision?',
      'How will they be destroyed, where, and at what rate a day?',
      'Who witnesses and records the destruction?',
      'What happens to the ammunition and to the scrap?',
    ],
    items: [
      of('destruction-machine', 'Hydraulic shears or another machine to cut weapons'),
      of('spare-parts', 'Sets of blades and spare parts for the machine'),
      of('training-place', 'Training places for operators and witnesses'),
      of('expert-days', 'Days of an expert to plan the destruction'),
    ],
  },
  {
    category: 'COLLECT',
    advice:
      'Say where weapons circulate, what people hand in and why, under which law, and what happens to the weapons.',
    standard: 'MOSAIC 05.40',
    questions: [
      'What is known of the number and kinds of weapons in the area?',
      'Is there an amnesty, and until when?',
      'How are collected weapons stored, recorded and destroyed?',
      'How do communities, women and young people take part?',
    ],
    items: [
      of('expert-days', 'Days of an expert to plan the collection with the communities'),
      of('storage-container', 'Containers for the safe interim storage of collected weapons'),
      of('training-place', 'Training places for collection teams'),
    ],
  },
  {
    category: 'MARK',
    advice:
      'Give the number and kinds of weapons, their present marks, who operates the machines, where there is power, and to ' +
      'which register each mark goes. A machine without records marks in vain.',
    standard: 'MOSAIC 05.30',
    questions: [
      'How many weapons are to be marked, of which kinds, and held by which forces?',
      'Which marks do they carry, and are imports marked?',
      'Who operates the machines, and where: in one workshop or from place to place?',
      'Is there steady power, or is a generator needed?',
      'Who keeps spare parts, and who repairs?',
      'In which register is each mark recorded?',
    ],
    items: [
      of('marking-machine', 'Marking machines with fixtures for the weapons in use'),
      of('spare-parts', 'Sets of styluses and spare parts for the machines'),
      of('training-place', 'Training places for operators and maintainers'),
      of('record-software', 'Licences of a record-keeping software to which the marks go'),
      of('computer-set', 'Computer sets for the marking teams'),
    ],
  },
  {
    category: 'RECORD',
    advice:
      'Describe the records of today, on paper or not, how many entries, who may read them, and who runs the system.',
    standard: 'MOSAIC 05.30',
    questions: [
      'Which registers exist, who keeps them, and how many weapons do they hold?',
      'Where do the servers stand, who maintains them, and how are they backed up?',
      'How long are records kept, and who may search them?',
      'How are paper records brought over?',
    ],
    items: [
      of('record-software', 'Licences of a record-keeping software'),
      of('computer-set', 'Computer sets for the registry offices'),
      of('training-place', 'Training places for registrars'),
      of('expert-days', 'Days of an expert to bring paper records over'),
    ],
  },
  {
    category: 'TRACE',
    advice: 'Say how many requests are sent and received a year, how long an answer takes, and at which step it stops.',
    standard: 'MOSAIC 05.31',
    questions: [
      'Who sends and answers tracing requests?',
      'Is the national office connected to iARMS and the other tools of INTERPOL?',
      'How many recovered weapons were traced in the last two years, and with which result?',
    ],
    items: [
      of('interpol-access', 'Extension of INTERPOL tools to the units that trace'),
      of('training-place', 'Training places for investigators in the identification and tracing of weapons'),
      of('computer-set', 'Computer sets for the tracing unit'),
    ],
  },
];
