import type { ReportContent } from '#libs/needs';
import type { DemoPersonId } from './demo-people.js';
import type { ScenePersonId } from './demo-scenes.js';

/** A national report of the demonstration. All of it is invented and says so. */
export interface DemoReport<By extends ScenePersonId = ScenePersonId> {
  readonly by: By;
  /** How many reporting cycles before the present one; 0 unless it says so. */
  readonly cyclesAgo?: number;
  /** Why it was taken back. */
  readonly withdrawn?: string;
  readonly content: Pick<ReportContent, 'instruments' | 'title' | 'language' | 'visibility' | 'publishedUrl' | 'note'>;
  /** The text of its file, where it has one. */
  readonly text: string | null;
  /** Needs of the State that come from it, by their title, and where it says so. */
  readonly needs: Readonly<Record<string, string>>;
}

const ILLUSTRATIVE = 'Illustrative: made up for the demonstration, no report of any State.';

export const DEMO_REPORTS: readonly DemoReport<DemoPersonId>[] = [
  {
    by: 'focal-haiti',
    content: {
      instruments: ['poa', 'iti'],
      title: 'National report of Haiti (illustrative)',
      language: 'en',
      visibility: 'public',
      publishedUrl: null,
      note: ILLUSTRATIVE,
    },
    text: [
      ILLUSTRATIVE,
      '',
      'Section 4, question 2. The service weapons of four departments carry no unique marking. Machines and training are needed.',
      'Section 5, question 1. Three depots have neither racks nor locks that close.',
    ].join('\n'),
    needs: {
      'Mark the police stocks of the northern departments': 'Section 4, question 2',
      'Safe storage for three depots': 'Section 5, question 1',
    },
  },
  {
    by: 'focal-fiji',
    content: {
      instruments: ['iti'],
      title: 'Report of Fiji on tracing (illustrative)',
      language: 'en',
      visibility: 'states-only',
      publishedUrl: 'https://example.org/illustrative-report-of-fiji',
      note: ILLUSTRATIVE,
    },
    text: null,
    needs: {},
  },
];

/** Of more States and of earlier cycles. */
export const SCENE_REPORTS: readonly DemoReport[] = [
  {
    by: 'focal-kenya',
    cyclesAgo: 1,
    content: {
      instruments: ['poa', 'iti'],
      title: 'National report of Kenya (illustrative)',
      language: 'en',
      visibility: 'public',
      publishedUrl: null,
      note: ILLUSTRATIVE,
    },
    text: [
      ILLUSTRATIVE,
      '',
      'Section 3, question 4. Civilian firearms that were licensed before 2012 carry no marking of import.',
      'Section 6, question 2. Requests to trace take six weeks on average, and four months from the border counties.',
    ].join('\n'),
    needs: {
      'Mark civilian firearms at the licensing offices of eight counties': 'Section 3, question 4',
      'Trace firearms recovered along the northern border within ten days': 'Section 6, question 2',
    },
  },
  {
    by: 'focal-peru',
    cyclesAgo: 2,
    content: {
      instruments: ['poa'],
      title: 'Informe nacional del Perú (ilustrativo)',
      language: 'es',
      visibility: 'public',
      publishedUrl: 'https://example.org/illustrative-report-of-peru',
      note: ILLUSTRATIVE,
    },
    text: null,
    needs: { 'Destruir 18.000 armas decomisadas': 'Párrafo 31' },
  },
  {
    by: 'focal-moldova',
    content: {
      instruments: ['poa'],
      title: 'National report of the Republic of Moldova (illustrative)',
      language: 'en',
      visibility: 'states-only',
      publishedUrl: null,
      note: ILLUSTRATIVE,
    },
    text: [ILLUSTRATIVE, '', 'Question 18. Twelve district armouries do not meet the national standard.'].join('\n'),
    needs: { 'Police armouries of twelve districts brought to one standard': 'Question 18' },
  },
  {
    by: 'focal-jordan',
    cyclesAgo: 1,
    content: {
      instruments: ['iti'],
      title: 'Report of Jordan on tracing (illustrative)',
      language: 'en',
      visibility: 'coordinators',
      publishedUrl: 'https://example.org/illustrative-report-of-jordan',
      note: ILLUSTRATIVE,
    },
    text: null,
    needs: {},
  },
  {
    by: 'focal-jamaica',
    withdrawn: 'This was a draft; the report follows.',
    content: {
      instruments: ['poa', 'iti'],
      title: 'National report of Jamaica, draft (illustrative)',
      language: 'en',
      visibility: 'states-only',
      publishedUrl: 'https://example.org/illustrative-report-of-jamaica',
      note: ILLUSTRATIVE,
    },
    text: null,
    needs: {},
  },
];

/** What a coordinator entered for a State that reported elsewhere. */
export const DEMO_REPORT_ENTERED = {
  for: 'sweden',
  content: {
    instruments: ['poa'],
    title: 'National report of Sweden (illustrative)',
    language: 'en',
    visibility: 'public',
    publishedUrl: 'https://example.org/illustrative-report-of-sweden',
    note: ILLUSTRATIVE,
  },
} as const satisfies { for: string; content: DemoReport['content'] };
