// Danger: a migration that is edited after it ran somewhere. New installations get what it says now, old ones never do.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { serverSources, type SourceFile } from './source-files.js';

/** As `sha256sum` writes it: hash, two spaces, path. */
const LIST = 'apps/e2e/guards/released-migrations.sha256';
const MIGRATION = /\/migrations\/\d{13}-[^/]+\.ts$/;

function faults(sources: readonly SourceFile[], list: string): string[] {
  const released = new Map(
    list
      .trim()
      .split('\n')
      .map((line) => line.split('  ').reverse() as [path: string, hash: string]),
  );
  const present = new Map(
    sources
      .filter(({ path }) => MIGRATION.test(path))
      .map(({ path, text }) => [path, createHash('sha256').update(text).digest('hex')]),
  );
  return [
    ...[...present].flatMap(([path, hash]) => {
      if (!released.has(path)) return [`${path}: is not in ${LIST}. Add it: sha256sum ${path} >> ${LIST}`];
      if (released.get(path) === hash) return [];
      return [`${path}: was edited, and where it ran already that changes nothing. Write a forward migration instead.`];
    }),
    ...[...released.keys()].filter((path) => !present.has(path)).map((path) => `${path}: is gone. Put it back.`),
  ];
}

describe('released migrations', () => {
  it('stay as they were, and each is in the list', async () => {
    expect(faults(await serverSources(), await readFile(LIST, 'utf8'))).toEqual([]);
  });

  it('that were edited, added or removed are caught (planted)', () => {
    const path = (name: string) => `libs/lamps/src/migrations/${name}.ts`;
    const sources = [
      { path: path('1764000000001-edited'), text: 'two' },
      { path: path('1764000000002-kept'), text: 'one' },
      { path: path('1764000000003-added'), text: 'one' },
      { path: path('index'), text: '' },
    ];
    const one = createHash('sha256').update('one').digest('hex');
    const list = ['1764000000001-edited', '1764000000002-kept', '1764000000004-gone'].map(
      (name) => `${one}  ${path(name)}\n`,
    );
    expect(faults(sources, list.join(''))).toEqual([
      expect.stringMatching(/0001-edited.*Write a forward migration/),
      expect.stringMatching(/0003-added.*is not in .*sha256sum/),
      expect.stringMatching(/0004-gone.*is gone/),
    ]);
  });
});
