// Danger: a person reads of a field what only a program understands, in another style beside every field.
import { wordsFault } from './field-words.js';
import { serverSources, type SourceFile } from './source-files.js';

/** What is read from files says of a cell what it is, after the name of the column. */
const OF_FILES = /sheet|import|flow\.rules|rate\.rules|reference\.errors|ledger\.errors|apps\/cli|e2e/;
const SAID = /\bdetail(?::| =)\s*(['"`])((?:\\.|(?!\1).)*)\1/gs;

function faults(sources: readonly SourceFile[]): string[] {
  return sources
    .filter(({ path }) => !OF_FILES.test(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(SAID)].flatMap(([, , said = '']) => {
        // A value stands where a word may stand, also at the ends.
        const fault = wordsFault(said.replace(/\$\{[^}]*\}/g, 'X').replace(/X$/, 'X.'));
        return fault === null ? [] : [`${path}: “${said}” ${fault}`];
      }),
    );
}

describe('what is said of a field', () => {
  it('is whole sentences in words of people', async () => {
    const sources = await serverSources();
    expect(sources.flatMap(({ text }) => [...text.matchAll(SAID)]).length).toBeGreaterThan(50);
    expect(faults(sources)).toEqual([]);
  });

  it.each([
    ["detail: 'must not be empty'", 'is no whole sentence'],
    ["const detail = 'Choose a day after startsOn.'", 'names startsOn'],
    ['detail: `Choose a day from ${day} on`', 'is no whole sentence'],
  ])('%s is caught (planted)', (text, fault) => {
    expect(faults([{ path: 'libs/lamps/src/lamps.service.ts', text }])).toEqual([expect.stringContaining(fault)]);
  });
});
