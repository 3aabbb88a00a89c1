// Danger: clients that are generated from a contract which the api no longer keeps.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startSystem } from '../system.js';
import { operationsOf, type OpenApi } from './fuzz/openapi.js';

const DOCUMENT = 'apps/api/openapi.json';
const CLIENT_TYPES = 'apps/web/src/api/schema.ts';
const GENERATOR = 'node_modules/openapi-typescript/bin/cli.js';
const HOW_TO_RENEW = 'renew both files with: UPDATE_OPENAPI=1 npm test -- --only database guards/openapi';

interface Contract {
  document: string;
  clientTypes: string;
}

/** What the running api says, and the types that follow from it. */
async function generated(): Promise<Contract> {
  const system = await startSystem();
  const { body } = await system.anonymous.get<object>('/openapi.json').finally(() => system.stop());
  return { document: `${JSON.stringify(body, null, 2)}\n`, clientTypes: await typesOf(body) };
}

async function typesOf(document: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'openapi-'));
  try {
    const [input, output] = [join(folder, 'openapi.json'), join(folder, 'schema.ts')];
    await writeFile(input, JSON.stringify(document));
    await promisify(execFile)(process.execPath, [GENERATOR, input, '--output', output]);
    return await readFile(output, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first line that differs, or nothing. */
function difference(file: string, committed: string, now: string): string[] {
  const [before, after] = [committed.split('\n'), now.split('\n')];
  const line = after.findIndex((text, index) => text !== before[index]);
  if (line === -1 && before.length === after.length) return [];
  const at = line === -1 ? after.length : line;
  return [`${file}:${at + 1} has "${before[at] ?? ''}", the api says "${after[at] ?? ''}"; ${HOW_TO_RENEW}`];
}

describe('the contract of the api', () => {
  let now: Contract;
  beforeAll(async () => {
    now = await generated();
    if (process.env.UPDATE_OPENAPI) {
      await writeFile(DOCUMENT, now.document);
      await writeFile(CLIENT_TYPES, now.clientTypes);
    }
  });

  it('is the committed document', async () => {
    expect(difference(DOCUMENT, await readFile(DOCUMENT, 'utf8'), now.document)).toEqual([]);
  });

  it('is what the web client was generated from', async () => {
    expect(difference(CLIENT_TYPES, await readFile(CLIENT_TYPES, 'utf8'), now.clientTypes)).toEqual([]);
  });

  it('is seen to differ when one word does (planted)', () => {
    const changed = now.document.replace('"post"', '"put"');
    expect(difference(DOCUMENT, changed, now.document)).toEqual([expect.stringContaining('"put": {", the api says')]);
    expect(difference(DOCUMENT, now.document.slice(0, -2), now.document)).toHaveLength(1);
    expect(difference(DOCUMENT, `${now.document}\n`, now.document)).toHaveLength(1);
  });

  it('is an OpenAPI 3.1 document in which every operation says what it answers', () => {
    const document = JSON.parse(now.document) as OpenApi & { openapi: string };
    expect(document.openapi).toBe('3.1.0');
    const silent = operationsOf(document).filter(({ path, responses }) => {
      const statuses = Object.keys(responses);
      return !statuses.some((status) => status.startsWith('2')) || (path.includes('{') && !statuses.includes('404'));
    });
    expect(silent.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
