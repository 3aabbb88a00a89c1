// Danger: a fuzzer that has gone blind. Each planted fault is one that it must see.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fuzz, sender, type FuzzReport } from './fuzz.js';
import type { OpenApi } from './openapi.js';

const problem = { content: { 'application/problem+json': { schema: {} } } };
const lamp = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } } };
const id = { name: 'id', in: 'path', required: true, schema: { type: 'string' } } as const;
const get = { get: { responses: { 200: lamp, 404: problem } } };

const DOCUMENT: OpenApi = {
  paths: {
    '/good/{id}': { get: { parameters: [id], responses: { 200: lamp, 400: problem, 404: problem } } },
    '/crashes/{id}': { get: { parameters: [id], responses: { 200: lamp } } },
    '/plain': get,
    '/lies': get,
    '/mumbles': { get: { responses: { 200: lamp, 400: problem } } },
    '/undocumented-refusal': get,
    '/undocumented-success': get,
    '/leaks': get,
    '/dims': {
      post: {
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Dimming' } } } },
        responses: { 200: lamp, 400: problem },
      },
    },
  },
  components: {
    schemas: {
      Lamp: {
        type: 'object',
        required: ['watts', 'name'],
        properties: { watts: { type: 'integer', minimum: 0 }, name: { type: ['string', 'null'] } as const },
      },
      Dimming: {
        type: 'object',
        required: ['by'],
        properties: { by: { type: 'integer', minimum: 0, maximum: 100 }, note: { type: 'string', maxLength: 5 } },
      },
    },
  },
};

interface Planned {
  status: number;
  body: object | string;
  type?: string;
}

const GOOD: Planned = { status: 200, body: { watts: 5, name: null } };
const refusal = (status: number, said = status): Planned => ({
  status,
  body: { type: '/problems/no-lamp', title: 'No lamp', status: said, detail: 'There is none.', instance: 'x' },
});

function answerTo(url: string, body: string): Planned {
  const [, route = '', rest = ''] = url.split(/[/?]/);
  switch (route) {
    case 'crashes':
      return /%00|%$|%zz/.test(rest) ? { ...refusal(500) } : GOOD;
    case 'plain':
      return { status: 404, body: 'not here', type: 'text/plain' };
    case 'lies':
      return refusal(404, 400);
    case 'mumbles':
      return mumbled(refusal(400));
    case 'undocumented-refusal':
      return refusal(409);
    case 'undocumented-success':
      return { ...GOOD, status: 202 };
    case 'leaks':
      return { status: 200, body: { watts: 5, name: 'a', passwordHash: 'b' } };
    case 'dims':
      return dimmed(body);
    default:
      return GOOD;
  }
}

const mumbled = ({ body, ...planned }: Planned): Planned => ({
  ...planned,
  body: { ...(body as object), errors: [{ path: 'watts', detail: 'must not be empty' }] },
});

/** Goes below zero for valid input only. */
function dimmed(body: string): Planned {
  try {
    const { by } = JSON.parse(body) as { by?: unknown };
    if (typeof by === 'number' && Number.isInteger(by) && by <= 100)
      return { status: 200, body: { watts: 60 - by, name: null } };
  } catch {
    // refused below
  }
  return refusal(400);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

describe('the fuzzer', () => {
  let server: Server;
  let report: FuzzReport;
  beforeAll(async () => {
    server = createServer(async (request, reply) => {
      const { status, body, type } = answerTo(request.url ?? '', await bodyOf(request));
      const json = status < 400 ? 'application/json' : 'application/problem+json; charset=utf-8';
      reply.writeHead(status, { 'content-type': type ?? json });
      reply.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const send = sender(baseUrl, async () => ({}));
    const collections = { good: 'lamp', crashes: 'lamp' };
    const callersOf = () => ['nobody'];
    report = await fuzz({ document: DOCUMENT, callersOf, send, seed: 1, runsPerOperation: 150, collections });
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const faultOf = (route: string) => report.faults.find((fault) => fault.includes(` ${route}`));

  it('finds nothing where nothing is wrong', () => {
    expect(faultOf('/good')).toBeUndefined();
    expect(report.faults).toHaveLength(Object.keys(DOCUMENT.paths).length - 1);
  });

  it.each([
    ['a crash for hostile input', '/crashes', 'answers 500'],
    ['a refusal that is no problem document', '/plain', 'answers 404 as text/plain'],
    ['a problem that names another status', '/lies', 'answers 404, its problem says 400'],
    ['words of a program about a field', '/mumbles', 'says of watts “must not be empty”'],
    ['a refusal that is not documented', '/undocumented-refusal', 'answers 409, which is not documented'],
    ['a success that is not documented', '/undocumented-success', 'answers 202, which is not documented'],
    ['a field that is not documented', '/leaks', 'must NOT have additional properties'],
    ['an answer that breaks its schema for some valid input', '/dims', 'must be >= 0'],
  ])('sees %s (planted)', (_name, route, fault) => {
    expect(faultOf(route)).toContain(fault);
  });

  it('says how to see a fault again, with the smallest request', () => {
    expect(faultOf('/dims')).toMatch(/"body":"\{\\"by\\":61\}"/);
    expect(faultOf('/dims')).toContain('again with SEED=1');
  });
});
