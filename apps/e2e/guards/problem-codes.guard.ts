// Danger: two problems under one code, or a code that a client meets and no document explains.
import { readFile } from 'node:fs/promises';
import { serverSources, type SourceFile } from './source-files.js';

interface Declared {
  readonly code: string;
  readonly path: string;
}

const PROBLEM_CLASS = /\bextends Problem\b/g;
const CLASS_CODE = /\breadonly code = '([^']+)'/g;
/** What the one filter answers without a class: `return ['too-large', …]`. */
const FILTER = 'libs/platform/src/http/problem-filter.ts';
const FILTER_CODE = /return \['([^'$]+)'/g;
/** A problem document written by hand, wherever it stands: `type: '/problems/internal'`. */
const WRITTEN_CODE = /['"`]\/problems\/([^'"`$]+)['"`]/g;

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

function declaredCodes(sources: readonly SourceFile[]): Declared[] {
  return sources.flatMap(({ path, text }) => matches(text, CLASS_CODE).map((code) => ({ code, path })));
}

function faults(sources: readonly SourceFile[], document: string): string[] {
  const declared = declaredCodes(sources);
  const filter = sources.find(({ path }) => path === FILTER)?.text ?? '';
  const written = sources.flatMap(({ text }) => matches(text, WRITTEN_CODE));
  const known = new Set([...declared.map(({ code }) => code), ...matches(filter, FILTER_CODE), ...written]);
  const headings = matches(document, /^### (.+)$/gm);
  return [
    ...sources.flatMap(({ path, text }) => {
      const classes = text.match(PROBLEM_CLASS)?.length ?? 0;
      const codes = matches(text, CLASS_CODE).length;
      return classes > codes ? [`${path}: ${classes - codes} problem(s) without a literal code`] : [];
    }),
    ...declared
      .filter(({ code }, index) => declared.findIndex((other) => other.code === code) !== index)
      .map(({ code, path }) => `${code}: declared again in ${path}`),
    ...[...known].filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code)).map((code) => `${code}: is not kebab-case`),
    ...[...known].filter((code) => !headings.includes(code)).map((code) => `${code}: not in docs/problems.md`),
    ...headings.filter((code) => !known.has(code)).map((code) => `${code}: in docs/problems.md, nowhere in the code`),
    ...headings
      .filter((code, index) => index > 0 && code <= headings[index - 1]!)
      .map((code) => `${code}: not in alphabetical order in docs/problems.md`),
  ];
}

describe('problem codes', () => {
  it('are unique and documented, and nothing else is documented', async () => {
    expect(faults(await serverSources(), await readFile('docs/problems.md', 'utf8'))).toEqual([]);
  });

  it('are all found: the generic ones, one of a feature, one of the HTTP server', async () => {
    const sources = await serverSources();
    const codes = declaredCodes(sources).map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['not-found', 'stale', 'pair-does-not-fit', 'file-quota-reached']));
    const filter = sources.find(({ path }) => path === FILTER)?.text ?? '';
    expect([...matches(filter, FILTER_CODE), ...matches(filter, WRITTEN_CODE)]).toEqual(
      expect.arrayContaining(['too-large', 'unsupported-media-type', 'method-not-allowed', 'internal', 'unavailable']),
    );
  });

  it.each([
    [
      'a code twice',
      "readonly code = 'stale'; readonly code = 'stale';",
      '### stale\n',
      'stale: declared again in a.ts',
    ],
    ['a code without a heading', "readonly code = 'stale';", '', 'stale: not in docs/problems.md'],
    ['a heading without a code', '', '### stale\n', 'stale: in docs/problems.md, nowhere in the code'],
    ['a document written by hand', "reply.send({ type: '/problems/stale' })", '', 'stale: not in docs/problems.md'],
    ['a class without a code', 'class A extends Problem {}', '', 'a.ts: 1 problem(s) without a literal code'],
    ['a code in another case', "readonly code = 'notFound';", '### notFound\n', 'notFound: is not kebab-case'],
    [
      'headings out of order',
      "readonly code = 'b'; readonly code = 'a';",
      '### b\n### a\n',
      'a: not in alphabetical order in docs/problems.md',
    ],
  ])('a planted fault is caught: %s', (_name, text, document, fault) => {
    expect(faults([{ path: 'a.ts', text }], document)).toEqual([fault]);
  });
});
