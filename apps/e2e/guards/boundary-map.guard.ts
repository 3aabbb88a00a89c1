// Danger: a feature that quietly uses another one it must not know – or a boundary check that finds nothing any more.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = process.cwd();
const CONFIG = '.dependency-cruiser.cjs';
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}

async function violationsIn(folder: string): Promise<Violation[]> {
  const args = [CRUISER, '--config', CONFIG, '--output-type', 'json', 'libs', 'apps'];
  const run = promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: OUTPUT_BYTES_MAX });
  // It exits with the number of violations; the report is on stdout all the same.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
}

const ruleNames = (): string[] =>
  (createRequire(import.meta.url)(join(ROOT, CONFIG)) as { forbidden: { name: string }[] }).forbidden.map(
    ({ name }) => name,
  );

/** One file with one fault for each rule: rule → file and its text. */
const PLANTED: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'map-kernel': ['libs/kernel/src/a.ts', "import '#libs/platform';"],
  'map-platform': ['libs/platform/src/a.ts', "import '#libs/audit';"],
  'map-audit': ['libs/audit/src/a.ts', "import '#libs/reference';"],
  'map-reference': ['libs/reference/src/a.ts', "import '#libs/identity';"],
  'map-identity': ['libs/identity/src/a.ts', "import '#libs/needs';"],
  'map-needs': ['libs/needs/src/a.ts', "import '#libs/offers';"],
  'map-offers': ['libs/offers/src/a.ts', "import '#libs/needs';"],
  'map-matching': ['libs/matching/src/a.ts', "import type {} from '#libs/facility';"],
  'map-flows': ['libs/flows/src/a.ts', "import '#libs/ledger';"],
  'map-sheets': ['libs/sheets/src/a.ts', "import '#libs/matching';"],
  'map-ledger': ['libs/ledger/src/a.ts', "import '#libs/identity';"],
  'map-funds': ['libs/funds/src/a.ts', "import '#libs/matching';"],
  'map-disbursements': ['libs/disbursements/src/a.ts', "import '#libs/facility';"],
  'map-facility': ['libs/facility/src/a.ts', "import '../../../apps/api/src/main.js';"],
  'map-notifications': ['libs/notifications/src/a.ts', "import '#libs/facility';"],
  'feature-on-the-map': ['libs/astrology/src/index.ts', "import '#libs/kernel';"],
  'enter-by-a-door': ['libs/matching/src/b.ts', "import '../../needs/src/need.entity.js';"],
  'worlds-are-for-tests': ['libs/facility/src/b.ts', "import '../../matching/src/matching.fixture.js';"],
  'apps-enter-by-a-door': ['apps/cli/src/a.ts', "import '../../../libs/needs/src/need.entity.js';"],
  'http-door-is-for-http': ['libs/matching/src/c.ts', "import '#libs/needs/http';"],
  'worker-door-is-for-the-worker': ['apps/api/src/a.ts', "import '#libs/needs/worker';"],
  'rules-are-pure': ['libs/needs/src/need.rules.ts', "import 'typeorm';"],
  'launcher-knows-no-feature': ['apps/launcher/src/a.ts', "import '#libs/needs';"],
  'web-knows-only-http': ['apps/web/src/a.ts', "import '#libs/kernel';"],
  'apps-stand-alone': ['apps/worker/src/a.ts', "import '../../api/src/main.js';"],
  'no-cycles': ['libs/needs/src/circle-1.ts', "import './circle-2.js';"],
  resolves: ['libs/needs/src/d.ts', "import './nowhere.js';"],
  'no-dev-dependency-in-production': ['libs/needs/src/e.ts', "import 'fast-check';"],
};

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}

/** A repository of the same shape, in small: every feature has its doors, one package is installed of each kind. */
async function smallRepository(folder: string): Promise<void> {
  await cp(join(ROOT, CONFIG), join(folder, CONFIG));
  await cp(join(ROOT, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  const { imports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { imports: object };
  const dependencies = { typeorm: '1.0.0' };
  const devDependencies = { 'fast-check': '1.0.0' };
  const own = { name: 'small', type: 'module', imports, dependencies, devDependencies };
  await write(folder, 'package.json', JSON.stringify(own));
  for (const name of ['typeorm', 'fast-check']) {
    await write(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'a.js' }));
    await write(folder, `node_modules/${name}/a.js`, '');
  }
  const features = ruleNames().flatMap((name) => /^map-(.+)$/.exec(name)?.[1] ?? []);
  for (const feature of features) {
    for (const door of ['index', 'http/index', 'worker/index']) {
      await write(folder, `libs/${feature}/src/${door}.ts`, 'export {};');
    }
  }
  await write(folder, 'libs/needs/src/need.entity.ts', 'export {};');
  await write(folder, 'libs/matching/src/matching.fixture.ts', 'export {};');
  await write(folder, 'libs/facility/src/facility.fixture.ts', "import '../../matching/src/matching.fixture.js';");
  await write(folder, 'libs/needs/src/circle-1.ts', 'export {};');
  await write(folder, 'libs/needs/src/circle-2.ts', "import './circle-1.js';");
  await write(folder, 'apps/api/src/main.ts', "import '#libs/needs/http';");
}

describe('the boundary map', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'boundaries '));
    await smallRepository(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is kept by this repository', async () => {
    const broken = (await violationsIn(ROOT)).map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
    expect(broken).toEqual([]);
  });

  it('is kept by a small repository without faults', async () => {
    expect(await violationsIn(folder)).toEqual([]);
  });

  it('has one planted fault for each of its rules', () => {
    expect(Object.keys(PLANTED).sort()).toEqual(ruleNames().sort());
  });

  it('catches each planted fault by the name of its rule', async () => {
    for (const [file, text] of Object.values(PLANTED)) await write(folder, file, text);
    const found = new Set((await violationsIn(folder)).map(({ rule, from }) => `${rule.name}: ${from}`));
    const planted = Object.entries(PLANTED).map(([rule, [file]]) => `${rule}: ${file}`);
    expect(planted.filter((fault) => !found.has(fault))).toEqual([]);
  });
});
