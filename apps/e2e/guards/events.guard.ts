// Danger: something happens and the one that should learn of it never does.
import { CONSUMER_QUEUES, EVENT_CONSUMERS, QUEUES } from '#libs/platform';
import { serverSources, type SourceFile } from './source-files.js';

interface Tables {
  /** event → its consumers */
  readonly events: Readonly<Record<string, readonly string[]>>;
  /** consumer → its queue */
  readonly consumers: Readonly<Record<string, string>>;
  readonly queues: readonly string[];
}

const EVENT = /^export const [A-Z_]+ = '([a-z-]+\.[a-z-]+)' as const;$/gm;
const CONSUMER_CLASS = /@Consumes\('([^']+)'\)/g;

const matches = (sources: readonly SourceFile[], pattern: RegExp): string[] =>
  sources.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''));

function faults(sources: readonly SourceFile[], { events, consumers, queues }: Tables): string[] {
  const eventFiles = sources.filter(({ path }) => path.endsWith('.events.ts'));
  const declared = matches(eventFiles, EVENT);
  const classes = matches(sources, CONSUMER_CLASS);
  const told = new Set(Object.values(events).flat());
  return [
    ...eventFiles.flatMap(({ path, text }) => {
      const constants = text.match(/^export const/gm)?.length ?? 0;
      const read = matches([{ path, text }], EVENT).length;
      return constants === read ? [] : [`${path}: ${constants - read} constant(s) that are no event`];
    }),
    ...declared.filter((event) => !(event in events)).map((event) => `${event}: not in EVENT_CONSUMERS`),
    ...Object.keys(events)
      .filter((event) => declared.filter((other) => other === event).length !== 1)
      .map((event) => `${event}: in EVENT_CONSUMERS, not declared once in a *.events.ts`),
    ...[...told].filter((name) => !(name in consumers)).map((name) => `${name}: has no queue`),
    ...Object.keys(consumers)
      .filter((name) => !told.has(name))
      .map((name) => `${name}: has a queue, but is told of no event`),
    ...Object.entries(consumers)
      .filter(([, queue]) => !queues.includes(queue))
      .map(([name, queue]) => `${name}: its queue ${queue} does not exist`),
    ...Object.keys(consumers)
      .filter((name) => classes.filter((other) => other === name).length !== 1)
      .map((name) => `${name}: not consumed by exactly one class`),
    ...classes.filter((name) => !(name in consumers)).map((name) => `${name}: a class consumes it, no table names it`),
  ];
}

describe('events and their consumers', () => {
  it('stand in the one table, each consumer with its class', async () => {
    const tables: Tables = { events: EVENT_CONSUMERS, consumers: CONSUMER_QUEUES, queues: QUEUES };
    expect(faults(await serverSources(), tables)).toEqual([]);
  });

  const events = { path: 'libs/a/src/a.events.ts', text: "export const DONE = 'a.done' as const;" };
  const consumer = { path: 'libs/b/src/worker/b.ts', text: "@Consumes('b.do')" };
  const good: Tables = { events: { 'a.done': ['b.do'] }, consumers: { 'b.do': 'q' }, queues: ['q'] };

  it('are right in a small example', () => {
    expect(faults([events, consumer], good)).toEqual([]);
  });

  it.each<[name: string, sources: SourceFile[], tables: Tables, fault: string]>([
    [
      'an event not in the table',
      [{ ...events, text: `${events.text}\nexport const LOST = 'a.lost' as const;` }, consumer],
      good,
      'a.lost: not in EVENT_CONSUMERS',
    ],
    [
      'an event that nobody declares',
      [consumer],
      good,
      'a.done: in EVENT_CONSUMERS, not declared once in a *.events.ts',
    ],
    [
      'a constant that is not read as an event',
      [{ ...events, text: `${events.text}\nexport const X = 1;` }, consumer],
      good,
      `${events.path}: 1 constant(s) that are no event`,
    ],
    ['a consumer without a class', [events], good, 'b.do: not consumed by exactly one class'],
    ['a consumer with two classes', [events, consumer, consumer], good, 'b.do: not consumed by exactly one class'],
    ['a consumer without a queue', [events], { ...good, consumers: {} }, 'b.do: has no queue'],
    ['a queue that is not there', [events, consumer], { ...good, queues: [] }, 'b.do: its queue q does not exist'],
    [
      'a consumer that is told nothing',
      [events, consumer],
      { ...good, events: { 'a.done': [] } },
      'b.do: has a queue, but is told of no event',
    ],
    [
      'a class that no table names',
      [events, consumer, { path: 'c.ts', text: "@Consumes('c.do')" }],
      good,
      'c.do: a class consumes it, no table names it',
    ],
  ])('a planted fault is caught: %s', (_name, sources, tables, fault) => {
    expect(faults(sources, tables)).toEqual([fault]);
  });
});
