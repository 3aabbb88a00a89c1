// Danger: words that no translator can reach, an id without words, or words nobody shows any more.
import { IntlMessageFormat } from 'intl-messageformat';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import ts from 'typescript';
import { ENGLISH_WORDS as en } from '../testing/words.js';
import first from './en.json' with { type: 'json' };
import pages from './en.pages.json' with { type: 'json' };

const ROOT = 'apps/web/src';
const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/\.spec\.tsx?$|\.d\.ts$|^testing\//.test(name))
  .map((name) => ({ name, source: readFileSync(`${ROOT}/${name}`, 'utf8') }));

const WORDS = /\p{L}{2,}/u;
/** Attributes whose value a person reads or hears. */
const SPOKEN = new Set(['aria-label', 'aria-description', 'title', 'alt', 'placeholder', 'label', 'hint', 'summary']);

function parse(name: string, source: string): ts.SourceFile {
  const kind = name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, kind);
}

/** Text between tags, and text in spoken attributes. */
function hardCodedText(name: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && WORDS.test(node.text)) found.push(`${name}: ${node.text.trim()}`);
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression)) {
      if (ts.isJsxElement(node.parent) && WORDS.test(node.expression.text))
        found.push(`${name}: ${node.expression.text}`);
    }
    if (ts.isJsxAttribute(node) && SPOKEN.has(node.name.getText())) {
      const value = node.initializer;
      const literal = value && ts.isJsxExpression(value) ? value.expression : value;
      if (literal && ts.isStringLiteralLike(literal) && WORDS.test(literal.text))
        found.push(`${name}: ${literal.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(parse(name, source));
  return found;
}

interface Source {
  readonly name: string;
  readonly source: string;
}

/** What the first download holds: what is reached from its entry without a dynamic import. */
function firstDownload(): Source[] {
  const found = new Map<string, Source>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    const source = readFileSync(`${ROOT}/${name}`, 'utf8');
    found.set(name, { name, source });
    for (const [, from = ''] of source.matchAll(/^(?:import|export)(?! type) [^;]*?from '(\.[^']+)\.js'/gm)) {
      const path = join(name, '..', from);
      visit(existsSync(`${ROOT}/${path}.ts`) ? `${path}.ts` : `${path}.tsx`);
    }
  };
  visit('main.tsx');
  return [...found.values()];
}

/** Every text in sources that could be an id, and every beginning of one that code completes. */
function namedIds(sources: readonly Source[]): { whole: Set<string>; beginnings: Set<string> } {
  const whole = new Set<string>();
  const beginnings = new Set<string>();
  for (const { name, source } of sources) {
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node)) (node.text.endsWith('.') ? beginnings : whole).add(node.text);
      if (ts.isTemplateExpression(node)) beginnings.add(node.head.text);
      ts.forEachChild(node, visit);
    };
    visit(parse(name, source));
  }
  return { whole, beginnings: new Set([...beginnings].filter((text) => /^[a-z][a-z-]*\.([a-z-]+\.)*$/.test(text))) };
}

/** What the first page could show by a code, but does not; of a problem it then shows what the api calls it. */
const COME_LATER = /^problem\.|^state\.(?!need\.)/;

describe('the catalogue', () => {
  it('is used everywhere: no text is written into a page', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(files.flatMap(({ name, source }) => hardCodedText(name, source))).toEqual([]);
  });

  it.each([
    '<p>Hello there</p>',
    "<p>{'Hello there'}</p>",
    '<button aria-label="Close it" />',
    "<TextField label={'Name'} />",
  ])('would notice %s', (source) => expect(hardCodedText('planted.tsx', `const page = ${source};`)).toHaveLength(1));

  it('holds no words that nobody shows', () => {
    const { whole, beginnings } = namedIds(files);
    const unused = Object.keys(en).filter(
      (id) => !whole.has(id) && ![...beginnings].some((start) => id.startsWith(start)),
    );
    expect(unused).toEqual([]);
  });

  it('has the words of the first page in the first download, and no others', () => {
    const sources = firstDownload();
    expect(sources.length).toBeGreaterThan(30);
    const { whole, beginnings } = namedIds(sources);
    const isFirst = (id: string) =>
      whole.has(id) || [...beginnings].some((start) => id.startsWith(start) && !COME_LATER.test(id));
    expect(Object.keys(pages).filter(isFirst)).toEqual([]);
    expect(Object.keys(first).filter((id) => !isFirst(id))).toEqual([]);
    expect(Object.keys(first).filter((id) => id in pages)).toEqual([]);
  });

  it('has words for every problem of the api, and for no other', () => {
    const codes = [...readFileSync('docs/problems.md', 'utf8').matchAll(/^### (.+)$/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(60);
    const worded = Object.keys(en).filter((id) => id.startsWith('problem.'));
    expect(worded.map((id) => id.slice('problem.'.length)).sort()).toEqual(codes.sort());
  });

  it('holds messages that can be read', () => {
    const unreadable = Object.entries(en).filter(
      ([, message]) => message === '' || message !== message.trim() || !isMessage(message),
    );
    expect(unreadable).toEqual([]);
  });
});

function isMessage(text: string): boolean {
  try {
    return new IntlMessageFormat(text, 'en-GB') instanceof IntlMessageFormat;
  } catch {
    return false;
  }
}
