import type { NeedFilter, RevisionChanges } from '#libs/needs';
import type { ScenePersonId } from './demo-scenes.js';

/** What a State would change of a need that is published, and what became of it. */
export interface SceneRevision {
  readonly need: string;
  readonly by: ScenePersonId;
  readonly reason: string;
  readonly changes: RevisionChanges;
  readonly until: 'proposed' | 'published' | 'declined' | 'withdrawn';
  /** Of the coordinator. */
  readonly note?: string;
}

export const REVISIONS: readonly SceneRevision[] = [
  {
    need: 'Voluntary surrender in three pastoral counties',
    by: 'focal-kenya',
    reason: 'The rains end early this year.',
    changes: { priority: 5 },
    until: 'published',
    note: 'Confirmed by the mission.',
  },
  {
    need: 'Mark firearms that gunsmiths make under licence',
    by: 'focal-philippines',
    reason: 'The survey of licensed gunsmiths has been finished.',
    changes: { alreadyDone: 'A survey named all licensed gunsmiths and what they make in a year.' },
    until: 'proposed',
  },
  {
    need: 'Register of firearms that answers in seconds',
    by: 'focal-jamaica',
    reason: 'It is urgent.',
    changes: { priority: 5 },
    until: 'declined',
    note: 'Say what has changed since it was published.',
  },
  {
    need: 'Survey of illicit firearms in four districts',
    by: 'focal-moldova',
    reason: 'So that it is found with other surveys.',
    changes: { tags: ['illustrative', 'survey'] },
    until: 'withdrawn',
  },
];

/** Told in the thread of a need. */
export const MESSAGES: readonly {
  readonly need: string;
  readonly by: ScenePersonId;
  readonly body: string;
  /** It answers the question with which the need was given back. */
  readonly isAnswer?: boolean;
}[] = [
  {
    need: 'Model law on parts and components',
    by: 'focal-caribbean',
    body: 'The legal committee meets on the last Friday of the month and answers in writing after it.',
    isAnswer: true,
  },
  {
    need: 'Join customs and police data on imported firearms',
    by: 'coordinator',
    body: 'Which of the two systems would hold the joint record?',
  },
  {
    need: 'Join customs and police data on imported firearms',
    by: 'focal-kenya-2',
    body: 'That of the police; customs would read and add.',
  },
];

export const SEARCHES: readonly {
  readonly by: ScenePersonId;
  readonly name: string;
  readonly filter: NeedFilter;
  readonly alert: boolean;
}[] = [
  {
    by: 'donor-sweden',
    name: 'Safe storage in least developed countries',
    filter: { category: ['STOCK', 'SURPLUS'], group: ['ldc'] },
    alert: true,
  },
  { by: 'donor-japan', name: 'Marking in Africa', filter: { category: ['MARK'], region: ['002'] }, alert: true },
  { by: 'focal-fiji', name: 'What others in Oceania ask for', filter: { region: ['009'] }, alert: true },
  { by: 'coordinator', name: 'To be confirmed again', filter: { reconfirmation: true }, alert: false },
];

export const FOLLOWED: readonly { readonly by: ScenePersonId; readonly needs: readonly string[] }[] = [
  { by: 'donor-sweden', needs: ['Safe storage for three depots', 'One armoury standard for island posts'] },
  { by: 'donor-japan', needs: ['Marquer les armes des forces de sécurité dans cinq régions'] },
  { by: 'focal-haiti', needs: ['A common form for tracing requests in the Caribbean'] },
];

/** Money for the facility that is tied to no need. */
export const AGREEMENTS: readonly {
  readonly by: ScenePersonId;
  readonly amount: string;
  readonly until: 'pledged' | 'committed' | 'partly-received' | 'withdrawn' | 'lapsed';
  readonly received?: string;
}[] = [
  { by: 'donor-korea', amount: '120000 USD', until: 'pledged' },
  { by: 'donor-germany', amount: '250000 EUR', until: 'committed' },
  { by: 'donor-switzerland', amount: '300000 USD', until: 'partly-received', received: '110000 USD' },
  { by: 'donor-sweden', amount: '75000 USD', until: 'withdrawn' },
  { by: 'donor-foundation', amount: '15000 USD', until: 'lapsed' },
];

/** Points of contact whose term is handed over later on, who delegated, and whom nobody verified for long. */
export const HANDS_OVER = { from: 'focal-kenya', to: 'focal-kenya-2', inDays: 45 } as const;
export const DELEGATES = { from: 'focal-peru', to: 'focal-peru-2', forDays: 60 } as const;
export const UNVERIFIED = 'focal-cameroon';
export const SHOWN_TO_PUBLIC = { who: 'focal-haiti', phone: '+50900000000' } as const;

/** A match that a coordinator brought together. */
export const PROPOSED = {
  need: 'Trace firearms recovered along the northern border within ten days',
  item: 1,
  offer: 'Course on the International Tracing Instrument',
  amount: 6n,
  note: 'The course takes place in the region this time.',
  daysAgo: 4,
} as const;

/** A pledge that the fund pays, in two tranches. */
export const FUNDED = {
  pledge: 'Formation et suivi de cent personnes',
  paidInDaysAgo: 4,
  externalRef: 'DEMO-CREDIT-3',
  conditions: ['The two centres have named their trainers.', 'Fifty people have finished their first year.'],
  evidence: 'Seen in the list of trainers of both centres.',
  account: { holderName: 'Illustrative treasury', accountNumber: 'CM2110003001000500000605306', bic: null },
} as const;
