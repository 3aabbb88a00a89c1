// Danger: a thing is called by another name where it is not found, and who tried hidden ones leaves no trace.
import { KNOWN_THINGS } from '../../api/src/known-things.js';
import { serverSources, type SourceFile } from './source-files.js';

/** What has no id that the api knows, and what is told of a thing that is no secret. */
const NOT_HIDDEN = new Set([
  ...['API token', 'session', 'change of address', 'meeting', 'message', 'reporting cycle'],
  ...['other need', 'pledge'],
]);

const KNOWN = new Set(KNOWN_THINGS.map(([, kind]) => kind.replaceAll('-', ' ')));

const called = (sources: readonly SourceFile[]) =>
  sources.flatMap(({ text }) => [...text.matchAll(/new NotFound\(\s*(?:'([^']*)')?/g)].map(([, what]) => what));

const faults = (sources: readonly SourceFile[]) =>
  called(sources).filter((what) => what === undefined || !(KNOWN.has(what) || NOT_HIDDEN.has(what)));

it('what is not found is called what the audit of hidden things calls it', async () => {
  const sources = await serverSources();
  expect(faults(sources)).toEqual([]);
  expect([...NOT_HIDDEN].filter((what) => !called(sources).includes(what))).toEqual([]);
});

it.each([
  ["new NotFound('needs', id)", 'needs'],
  ['new NotFound(what, id)', undefined],
])('finds %s', (text, fault) => expect(faults([{ path: 'libs/needs/src/a.ts', text }])).toEqual([fault]));
