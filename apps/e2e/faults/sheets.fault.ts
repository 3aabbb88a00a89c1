// Danger: a spreadsheet of which rows are lost or filed twice because a worker died while it used them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sheetsInvariants } from '#libs/sheets';
import { cliResult, startCli } from '../cli.js';
import type { ApiClient } from '../client.js';
import { startSystem, type System } from '../system.js';
import { until } from '../until.js';

const WORKER = fileURLToPath(new URL('../../../dist/apps/worker/src/main.js', import.meta.url));
const CRASH_POINTS = ['import-staged', 'import-chunk-before-commit', 'import-chunk-done'];
const ROWS = 250;
const DEATH_MS = 20_000;
const TEST_MS = 120_000;

let house: System;
let state: ApiClient;

beforeAll(async () => {
  house = await startSystem({ demo: true });
  state = await house.as('focal-malawi');
});
afterAll(() => house?.stop());

/** A worker process; with `crashAt` it kills itself at that point. */
function work(crashAt?: string) {
  return spawn(process.execPath, [WORKER], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      DATABASE_URL: house.db.url,
      CLEARING_FILES_FOLDER: house.filesFolder,
      CLEARING_LOG_LEVEL: 'error',
      ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL }),
      ...(crashAt && { CLEARING_CRASH_AT: crashAt }),
    },
    stdio: 'inherit',
  });
}

/** Leases and the wait before a delivery is handed over again are minutes long; the test lets that time pass at once. */
const letTimePass = () =>
  house.db.asOwner("UPDATE outbox_deliveries SET next_at = now(), leased_until = NULL WHERE state = 'pending'");

it.each([
  ['files each row once', ROWS, { rows: ROWS, created: ROWS, alreadyFiled: 0, refused: 0 }],
  ['and of the file that is sent again with more rows only those', ROWS + 50, { created: 50, alreadyFiled: ROWS }],
])(
  `%s when workers die at ${CRASH_POINTS.join(', ')}`,
  async (_, rows, counts) => {
    const titles = Array.from({ length: rows }, (_, index) => `Request ${index + 1} of many`);
    const form = new FormData();
    const file = ['need,title,area', ...titles.map((title) => `,${title},MW`), ''].join('\n');
    form.append('file', new Blob([file]), 'many.csv');
    const { body: sent } = await state.post('/files', form);
    const { body: asked } = await state.post('/imports', { kind: 'needs', mode: 'apply', fileId: sent.id });

    for (const point of CRASH_POINTS) {
      const doomed = work(point);
      // One that does not get there is told to stop, which is another signal.
      const patience = setTimeout(() => doomed.kill('SIGTERM'), DEATH_MS);
      const [, signal] = await once(doomed, 'exit');
      clearTimeout(patience);
      expect([point, signal]).toEqual([point, 'SIGKILL']);
      await letTimePass();
    }
    const last = work();
    try {
      await until('the import is over', async () => {
        await letTimePass();
        return (await state.get(`/imports/${asked.id}`)).body.state === 'done';
      });
    } finally {
      last.kill('SIGKILL');
      await once(last, 'exit');
    }

    expect((await state.get(`/imports/${asked.id}`)).body).toMatchObject(counts);
    const filed = await house.db.asOwner<{ title: string }>(
      "SELECT title FROM needs WHERE title LIKE 'Request % of many'",
    );
    expect(filed.map(({ title }) => title).sort()).toEqual(titles.sort());
    for (const { sql } of sheetsInvariants) expect(await house.db.asOwner(sql)).toEqual([]);
  },
  TEST_MS,
);

it(
  'ends what is stopped at the terminal: what was used stays, the other rows come back, and the next file can be sent',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'clearing-sheet-'));
    const [file, errors] = [join(folder, 'long.csv'), join(folder, 'errors.csv')];
    const args = ['import', 'sheet', 'needs', file, '--as', 'focal-haiti@demo.example', '--errors', errors];
    try {
      const titles = Array.from({ length: 5_000 }, (_, index) => `Stopped ${index + 1}`);
      await writeFile(file, ['need,title,area', ...titles.map((title) => `,${title},HT`), ''].join('\n'));
      const child = startCli(house, ...args);
      const result = cliResult(child);
      await until('some rows are used', async () => {
        const begun = await house.db.asOwner('SELECT 1 FROM imports WHERE file_id IS NULL AND created > 0');
        return begun.length > 0;
      });
      child.kill('SIGINT');
      const { exitCode, stdout, stderr } = await result;
      expect(exitCode).toBe(130);
      expect(stderr).toContain(`Stopped before its end: what was used stays, and the other rows are in ${errors}.`);
      const [, created, left] = /created (\d+), .* not used (\d+)$/m.exec(stdout) ?? [];
      expect(Number(created)).toBeGreaterThan(0);
      expect(Number(created) + Number(left)).toBe(titles.length);
      const back = (await readFile(errors, 'utf8')).split('\n').filter((line) => line.startsWith(',Stopped'));
      expect(back).toHaveLength(Number(left));
      await writeFile(file, 'need,title,area\n,The next one,HT\n');
      expect(await cliResult(startCli(house, ...args))).toMatchObject({ exitCode: 0 });
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  TEST_MS,
);
