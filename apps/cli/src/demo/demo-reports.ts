import type { ReportContent } from '#libs/needs';
import type { DemoPersonId } from './demo-people.js';

/** A national report of the demonstration. All of it is invented and says so. */
export interface DemoReport {
  readonly by: DemoPersonId;
  readonly content: Pick<ReportContent, 'instruments' | 'title' | 'language' | 'visibility' | 'publishedUrl' | 'note'>;
  /** The text of its file, where it has one. */
  readonly text: string | null;
  /** Needs of the State that come from it, by their title, and where it says so. */
  readonly needs: Readonly<Record<string, string>>;
}

const ILLUSTRATIVE = 'Illustrative: made up for the demonstration, no report of any State.';

export const DEMO_REPORTS: readonly DemoReport[] = [
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
