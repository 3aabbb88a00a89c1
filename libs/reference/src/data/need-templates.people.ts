import { information, of, type NeedTemplate } from './need-template.js';

/** About those who deal with them and those who suffer from them. */
export const PEOPLE_TEMPLATES: readonly NeedTemplate[] = [
  {
    category: 'DDR',
    advice:
      'Name the agreement and programme, the number of combatants, women and children among them, and the weapons plan.',
    standard: 'MOSAIC 02.30',
    questions: [
      'Which peace agreement or national programme is the basis?',
      'How many people are to be disarmed, and how many are women or children?',
      'How are weapons registered, stored and destroyed?',
      'What follows for those who hand in weapons?',
    ],
    items: [
      of('storage-container', 'Containers for disarmament sites'),
      of('training-place', 'Training places for disarmament teams'),
      of('expert-days', 'Days of an expert on weapons and ammunition management in DDR'),
    ],
  },
  {
    category: 'BORDER',
    advice:
      'Say which crossings, what passes there, what was seized, and how customs, police and neighbours work together.',
    standard: 'MOSAIC 05.60',
    questions: [
      'Which border posts and stretches are meant, and what was seized there?',
      'Which agencies are present, and do they share information?',
      'Is there an agreement with the neighbouring State?',
    ],
    items: [
      of('vehicle', 'Vehicles for patrols'),
      of('training-place', 'Training places for customs and border officers, also jointly with neighbours'),
      of('computer-set', 'Computer sets for border posts'),
    ],
  },
  {
    category: 'LAWENF',
    advice: 'Say which offences stay without a verdict, where a case fails, and which units are to be strengthened.',
    standard: 'MOSAIC 03.50',
    questions: [
      'Which units investigate and prosecute weapons offences?',
      'How many cases a year begin, and how many end with a verdict?',
      'Which laboratory examines weapons and ammunition?',
    ],
    items: [
      of('training-place', 'Training places for investigators, prosecutors and judges'),
      of('expert-days', 'Days of a ballistics or investigation expert'),
      of('computer-set', 'Computer sets for investigation units'),
    ],
  },
  {
    category: 'FINANCE',
    advice: 'Say how illicit trade is thought to be paid for, which authority follows the money, and what it lacks.',
    standard: null,
    questions: [
      'Is there a financial intelligence unit, and does it work on weapons cases?',
      'Which information do banks and customs share with it?',
    ],
    items: [
      of('training-place', 'Training places for financial investigators'),
      of('expert-days', 'Days of an expert on the finance of illicit trade'),
    ],
  },
  {
    category: 'GENDER',
    advice:
      'Say which decisions women have no part in today, how armed violence meets women and men, and what will change.',
    standard: null,
    questions: [
      'How many women work in the bodies that control small arms, and at which level?',
      'Are data on armed violence kept by sex and age?',
      'Which women’s organizations take part?',
    ],
    items: [
      of('training-place', 'Training places for women in small-arms control'),
      of('expert-days', 'Days of an expert on gender in small-arms policy'),
    ],
  },
  {
    category: 'CHILD',
    advice: 'Say how many children are affected and how, which body protects them, and how the help continues.',
    standard: null,
    questions: [
      'Which children are meant: associated with armed groups, displaced, or hurt?',
      'Which authority and which partners protect them today?',
    ],
    items: [
      of('training-place', 'Training places for those who work with affected children'),
      of('expert-days', 'Days of a child-protection expert'),
    ],
  },
  {
    category: 'REPORT',
    advice: 'Say which reports are missing, which data cannot be had, and who will write the next report.',
    standard: null,
    questions: [
      'Which national reports were submitted, and when was the last one?',
      'Which parts could not be filled in, and who holds the data?',
    ],
    items: [
      of('expert-days', 'Days of an expert to gather data and prepare the report'),
      of('training-place', 'Places in a reporting workshop'),
    ],
  },
  {
    category: 'NAP',
    advice: 'Say what the plan follows, which survey it rests on, who adopts it, and how progress is measured.',
    standard: null,
    questions: [
      'Is there an earlier plan, and what was done of it?',
      'Was a national survey or assessment made?',
      'Who adopts the plan, and from which budget is it carried?',
    ],
    items: [
      of('expert-days', 'Days of an adviser for the assessment and the plan'),
      of('training-place', 'Places in workshops with agencies and civil society'),
    ],
  },
  {
    category: 'REGION',
    advice: 'Name the regional instrument and the States that take part, and say what each of them brings.',
    standard: null,
    questions: [
      'Which regional organization or instrument is the frame?',
      'Which States take part, and have they agreed?',
    ],
    items: [
      of('journey', 'Journeys to regional meetings'),
      of('expert-days', 'Days of an expert on common procedures'),
    ],
  },
  {
    category: 'TREATY',
    advice: 'Name the instrument, the step that is open, and the laws that must change before or after joining.',
    standard: null,
    questions: [
      'Which instrument is to be joined, and what did the government decide?',
      'Which laws must change, and who drafts them?',
    ],
    items: [
      of('legal-drafting', 'Days of a legal expert to prepare accession and the laws it needs'),
      of('training-place', 'Places in a workshop for parliament and ministries'),
    ],
  },
  {
    category: 'AWARE',
    advice: 'Say who is to be reached, in which languages, by which means, and how you will know that it worked.',
    standard: null,
    questions: [
      'Which groups and places are to be reached?',
      'Who speaks to them: schools, radio, communities, former combatants?',
      'How is the effect measured?',
    ],
    items: [
      information('Campaign in the languages of the area, with its material'),
      of('training-place', 'Training places for teachers and community leaders'),
    ],
  },
  {
    category: 'CSO',
    advice: 'Name the partners, what they do better than the State, and how their part is agreed.',
    standard: null,
    questions: [
      'Which organizations, universities or firms take part?',
      'What is agreed with them, and who supervises?',
    ],
    items: [
      of('training-place', 'Places in joint workshops'),
      of('expert-days', 'Days of an adviser for joint programmes'),
    ],
  },
  {
    category: 'RESEARCH',
    advice: 'Say which decision the findings are for, which data exist, and who publishes them.',
    standard: null,
    questions: ['Which question is to be answered, and for which decision?', 'Which data exist, and who may use them?'],
    items: [
      of('expert-days', 'Days of researchers for a survey of small arms and armed violence'),
      of('training-place', 'Training places for those who gather the data'),
    ],
  },
  {
    category: 'TECH',
    advice:
      'Say which technology is to be handed over, who will run and repair it, and what it costs a year after that.',
    standard: null,
    questions: [
      'Who runs and maintains it after the hand-over?',
      'Which licences, spare parts and power does it need every year?',
    ],
    items: [
      of('record-software', 'Licences of the software, with updates'),
      of('spare-parts', 'Spare parts for the first years'),
      of('training-place', 'Training places for maintainers'),
    ],
  },
  {
    category: 'PARTIC',
    advice:
      'Name the meeting, its days, how many delegates, what they contribute, and why the State cannot pay itself.',
    standard: null,
    questions: [
      'Which meeting is it, where and when?',
      'Who is nominated, and are women among them?',
      'Did the State take part before, and was it sponsored?',
    ],
    items: [of('journey', 'Journeys of delegates, with daily subsistence')],
  },
];
