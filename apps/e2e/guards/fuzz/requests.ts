import * as fc from 'fast-check';
import type { Operation, Parameter, Schema } from './openapi.js';
import { anyCharacters, hostileText, id, nearValid, valid, wellFormed, type Sources } from './values.js';

export interface FuzzRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Collection in the path → prefix of its ids, or its codes: what stands behind `/needs/{id}`. */
export type Collections = Readonly<Record<string, string | readonly string[]>>;

const BOUNDARY = 'fuzz-boundary';

/** Requests to one operation: valid, nearly so and hostile. */
export function requestsTo(
  operation: Operation,
  sources: Sources,
  collections: Collections,
): fc.Arbitrary<FuzzRequest> {
  return fc
    .record({
      path: pathOf(operation, sources, collections),
      query: queryOf(operation, sources),
      headers: headersOf(operation),
      body: bodyOf(operation, sources),
    })
    .map(({ path, query, headers, body }) => ({
      method: operation.method,
      path: query === '' ? path : `${path}?${query}`,
      headers: { ...headers, ...(body && { 'content-type': body.type }) },
      ...(body && { body: body.text }),
    }));
}

function pathOf({ path }: Operation, { known, rows }: Sources, collections: Collections): fc.Arbitrary<string> {
  const segments = path.split('/');
  const places = segments.flatMap((segment, index) => {
    if (!segment.startsWith('{')) return [];
    const collection = collections[segments[index - 1] ?? ''];
    if (collection === undefined) throw new Error(`Which ids stand behind ${segments[index - 1]} in ${path}?`);
    return [collection];
  });
  const one = (place: string | readonly string[]) =>
    typeof place === 'string' ? id(place, known) : fc.constantFrom(...place);
  const strange = () => fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, hostileSegment());
  return fc
    .tuple(related(places, rows), fc.tuple(...places.map(one)), fc.tuple(...places.map(strange)))
    .map(([together, alone, hostile]) => {
      const filled = alone.map((each, index) => hostile[index] ?? encodeURIComponent(together?.[index] ?? each));
      return segments.map((segment) => (segment.startsWith('{') ? filled.shift() : segment)).join('/');
    });
}

/** Ids that stand in one row, such as that of a revision and of its need: drawn alone they hardly ever belong together. */
function related(
  places: readonly (string | readonly string[])[],
  rows: readonly (readonly string[])[],
): fc.Arbitrary<readonly string[] | null> {
  if (places.length < 2) return fc.constant(null);
  const found = rows.flatMap((row) => {
    const ids = places.map((place) => row.filter((each) => each.startsWith(`${String(place)}_`)));
    return ids.every(({ length }) => length === 1) && ids.at(-1)![0] === row[0] ? [ids.flat()] : [];
  });
  return found.length === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...found), { freq: 4 });
}

/** Stays one segment of the path: no `.` or `..`, which a client would resolve; sometimes not even decodable. */
const hostileSegment = () =>
  fc.oneof(
    hostileText()
      .filter((text) => !/^\.*$/.test(text))
      .map((text) => encodeURIComponent(wellFormed(text))),
    fc.constantFrom('%zz', '%ff', '%', '%c0%80', '%00'),
  );

function queryOf({ parameters = [] }: Operation, sources: Sources): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === 'query');
  const pairs = known.map((parameter) =>
    fc.oneof(
      { weight: parameter.required ? 1 : 4, arbitrary: fc.constant('') },
      { weight: 5, arbitrary: parameterValue(parameter, sources) },
      { weight: 1, arbitrary: hostileText().map((text) => pair(parameter.name, text)) },
    ),
  );
  const odd = fc.oneof(
    { weight: 12, arbitrary: fc.constant('') },
    fc.constantFrom(
      'unknown=1',
      '%zz=%zz',
      'a[b][c]=1',
      '__proto__[x]=1',
      'limit=1&limit=2',
      'cursor=&cursor=',
      '&&=',
      '%00=%00',
    ),
  );
  return fc.tuple(...pairs, odd).map((texts) => texts.filter((each) => each !== '').join('&'));
}

function parameterValue({ name, schema = {} }: Parameter, sources: Sources): fc.Arbitrary<string> {
  return valid(schema, sources).map((value) =>
    Array.isArray(value) ? value.map((each) => pair(name, String(each))).join('&') : pair(name, String(value)),
  );
}

const pair = (name: string, text: string) => `${encodeURIComponent(name)}=${encodeURIComponent(wellFormed(text))}`;

/** The required headers, most often right; a header holds only what HTTP lets through. */
function headersOf({ parameters = [] }: Operation): fc.Arbitrary<Record<string, string>> {
  const names = parameters.filter((one) => one.in === 'header' && one.required).map(({ name }) => name);
  const values: Record<string, fc.Arbitrary<string>> = {
    'If-Match': fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('"1"', '"1"', '"1"', '"2"', '"2"', '"3"', '"4"') },
      fc.constantFrom('*', 'W/"1"', '1', '"-1"', '"1", "2"', '"99999999999999999999"', '""'),
    ),
    'Idempotency-Key': fc.oneof(
      { weight: 8, arbitrary: fc.stringMatching(/^[a-z0-9]{20}$/) },
      { weight: 2, arbitrary: fc.constant('the-same-key') },
      fc.constantFrom('short', 'x'.repeat(200), 'with space', 'caf\u00e9-caf\u00e9'),
    ),
  };
  const present = names.map((name) =>
    fc.option(values[name] ?? fc.constant('1'), { freq: 15 }).map((value) => (value === null ? {} : { [name]: value })),
  );
  return fc.tuple(...present).map((headers) => Object.assign({}, ...headers) as Record<string, string>);
}

interface Body {
  readonly type: string;
  readonly text: string;
}

function bodyOf({ method, requestBody }: Operation, sources: Sources): fc.Arbitrary<Body | undefined> {
  const content = requestBody?.content ?? {};
  const json = content['application/json']?.schema;
  const strange = fc.oneof(hostileBody(), fc.constant(undefined));
  if (json) return fc.oneof({ weight: 12, arbitrary: jsonBody(json, sources) }, strange);
  if (content['multipart/form-data']) return fc.oneof({ weight: 6, arbitrary: fileBody() }, strange);
  return method === 'GET'
    ? fc.constant(undefined)
    : fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, strange);
}

function jsonBody(schema: Schema, sources: Sources): fc.Arbitrary<Body> {
  return fc
    .oneof({ weight: 3, arbitrary: valid(schema, sources) }, { weight: 2, arbitrary: nearValid(schema, sources) })
    .map((value) => ({ type: 'application/json', text: JSON.stringify(value) ?? '' }));
}

const hostileBody = (): fc.Arbitrary<Body> =>
  fc.record({
    type: fc.oneof(
      { weight: 6, arbitrary: fc.constant('application/json') },
      fc.constantFrom(
        'text/plain',
        'application/xml',
        'application/json; charset=utf-16',
        'multipart/form-data',
        'x',
        'a/b;',
      ),
    ),
    text: fc.oneof(
      fc.json(),
      hostileText(),
      fc.constantFrom(
        '',
        '{',
        'null',
        '[]',
        '""',
        '0',
        '{"a":1,"a":2}',
        '{"a":1e999}',
        '{"__proto__":{"a":1}}',
        '{"constructor":{"prototype":{"a":1}}}',
        '\ufeff{}',
        '['.repeat(20_000),
        `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
        `"${'x'.repeat(300_000)}"`,
        `--${BOUNDARY}\r\n`,
      ),
    ),
  });

const fileBody = (): fc.Arbitrary<Body> =>
  fc
    .record({
      field: fc.constantFrom('file', 'file', 'file', 'other', ''),
      name: fc.oneof(
        fc.constantFrom('evidence.pdf', 'a.txt', '../../x', 'a;b.txt', 'x'.repeat(500), ''),
        fc.string({ maxLength: 40 }).map((text) => text.replace(/["\r\n\\]/g, '_')),
      ),
      content: fc.oneof(
        fc.constantFrom(
          'plain words',
          '',
          '%PDF-1.7\n%%EOF',
          '<svg onload="x()"/>',
          '\u0000\u0001',
          'x'.repeat(50_000),
        ),
        anyCharacters(200).map(wellFormed),
      ),
      end: fc.constantFrom(`\r\n--${BOUNDARY}--\r\n`, `\r\n--${BOUNDARY}--\r\n`, `\r\n--${BOUNDARY}`, ''),
    })
    .map(({ field, name, content, end }) => ({
      type: `multipart/form-data; boundary=${BOUNDARY}`,
      text: `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\n\r\n${content}${end}`,
    }));
