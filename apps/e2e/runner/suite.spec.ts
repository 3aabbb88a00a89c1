// Danger: tests that hang, and a run that waits for them for ever or calls itself good.
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runSuite } from './suite.js';

const root = mkdtempSync(join(tmpdir(), 'suite-'));
const usual = console.error;
afterAll(() => {
  console.error = usual;
  rmSync(root, { recursive: true });
});

it('stops a test file that does not end, names it and counts a failure', async () => {
  for (const name of ['node_modules', 'dist']) symlinkSync(join(process.cwd(), name), join(root, name));
  writeFileSync(
    join(root, 'jest.config.mjs'),
    `export default { projects: [{ displayName: 'unit', testMatch: ['<rootDir>/*.lamp.cjs'], transform: {} }] };`,
  );
  const forEver = `it('waits', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));`;
  writeFileSync(join(root, 'hanging.lamp.cjs'), forEver);
  const said: string[] = [];
  console.error = (line: string) => said.push(line);
  const tally = await runSuite(root, { projects: ['unit'], env: process.env }, 3_000);
  expect(tally).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(said).toEqual([expect.stringMatching(/^(hanging\.lamp\.cjs|Jest) did not end for 3 s/)]);
}, 60_000);
