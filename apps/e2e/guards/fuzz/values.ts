import { VISIBLE } from '#libs/platform';
import * as fc from 'fast-check';
import { resolved, type OpenApi, type Schema } from './openapi.js';

/** Ids that exist: prefix → ids. */
export type KnownIds = Readonly<Record<string, readonly string[]>>;

/** Values that mean something, by the name of the property. */
export type Hints = Readonly<Record<string, readonly unknown[]>>;

export interface Sources {
  readonly document: OpenApi;
  readonly known: KnownIds;
  /** Ids that stand in one row of the database, its own first. */
  readonly rows: readonly (readonly string[])[];
  readonly hints: Hints;
}

const ID_PATTERN = /^\^([a-z]+)_\[0-9a-z\]\{26\}\$$/;
const DEPTH_MAX = 6;
const TEXT_MAX = 300;
/** Plain ones and some that take more bytes, combine, run the other way or mean something to a program. */
const CHARACTERS = [...'abc XYZ019éß中اא🎉\'"<>&\\/%;$', '\u0301', '\u200d'];

/** Values that the schema allows. Examples come often, so that a request also gets past the checks of its meaning. */
export function valid(schema: Schema, sources: Sources, depth = 0): fc.Arbitrary<unknown> {
  const own = validOf(schema, sources, depth);
  return schema.example === undefined ? own : fc.oneof({ weight: 2, arbitrary: fc.constant(schema.example) }, own);
}

function validOf(schema: Schema, sources: Sources, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref) return valid(resolved(sources.document, schema), sources, depth);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((choice) => valid(choice, sources, depth)));
  if (schema.allOf) {
    return fc
      .tuple(...schema.allOf.map((part) => valid(part, sources, depth)))
      .map((parts) => (parts.length === 1 ? parts[0] : Object.assign({}, ...(parts as object[]))) as unknown);
  }
  if (Array.isArray(schema.type)) {
    return fc.oneof(...(schema.type as string[]).map((type) => valid({ ...schema, type }, sources, depth)));
  }
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1_000_000, max: schema.maximum ?? 1_000_000 });
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e9, max: schema.maximum ?? 1e9, noNaN: true });
    case 'string':
      return text(schema, sources);
    case 'array':
      return fc.array(valid(schema.items ?? {}, sources, depth + 1), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, Math.max(schema.minItems ?? 0, 5)),
      });
    default:
      return schema.properties
        ? object(schema, sources, depth)
        : fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue());
  }
}

function object(schema: Schema, sources: Sources, depth: number): fc.Arbitrary<object> {
  const required = schema.required ?? [];
  const properties = Object.entries(schema.properties ?? {})
    // A tree that refers to itself ends somewhere.
    .filter(([name]) => depth < DEPTH_MAX || required.includes(name))
    .map(([name, property]) => {
      const hints = sources.hints[name];
      const any = valid(property, sources, depth + 1);
      return [name, hints ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...hints) }, any) : any];
    });
  const withOptional = fc.record(Object.fromEntries(properties) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...required] as never[],
    noNullPrototype: true,
  });
  // The fewer fields, the more of their rules hold together.
  const bare = Object.fromEntries(properties.filter(([name]) => required.includes(name as string)));
  return fc.oneof(withOptional, fc.record(bare as Record<string, fc.Arbitrary<unknown>>, { noNullPrototype: true }));
}

function text(schema: Schema, { known }: Sources): fc.Arbitrary<string> {
  const prefix = ID_PATTERN.exec(schema.pattern ?? '')?.[1];
  if (prefix) return id(prefix, known);
  if (schema.pattern === VISIBLE.source) return words(schema).filter((text) => VISIBLE.test(text));
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern), { maxLength: schema.maxLength ?? TEXT_MAX });
  if (schema.format === 'date') return day();
  if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  if (schema.format === 'email') return fc.emailAddress();
  return words(schema);
}

function words({ minLength = 0, maxLength = TEXT_MAX }: Schema): fc.Arbitrary<string> {
  return fc.string({
    unit: fc.constantFrom(...CHARACTERS),
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, TEXT_MAX)),
  });
}

export function id(prefix: string, known: KnownIds): fc.Arbitrary<string> {
  const unknown = fc.stringMatching(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`));
  const ids = known[prefix] ?? [];
  return ids.length > 0 ? fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, unknown) : unknown;
}

const day = () =>
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

/** Texts that have broken programs before. */
export const hostileText = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      '\u0000',
      'a\u0000b',
      '\ud800',
      '\u202e\u0007\u001b[31m',
      'a\u202eb',
      '\u2066',
      '\u200b\u3164',
      "' OR 1=1; --",
      '"; DROP TABLE needs; --',
      '%00%0a%0d',
      '../../../../etc/passwd',
      '{{7*7}}${7*7}<script>alert(1)</script>',
      '__proto__',
      'constructor',
      'null',
      'undefined',
      'NaN',
      '-1',
      '0',
      '1e999',
      '9'.repeat(40),
      '0x10',
      '٣',
      '2026-02-30',
      '2026-13-01T99:99:99Z',
      '0000-00-00',
      '275760-09-13',
      'A'.repeat(5_000),
      '😀'.repeat(60),
      'a\u0300'.repeat(200),
      ' ',
      '\r\nSet-Cookie: a=b',
    ),
    anyCharacters(60),
    // what a cursor of ours looks like from inside, with anything in it
    fc.array(fc.oneof(fc.string(), fc.constant(null), fc.integer()), { maxLength: 4 }).map(cursor),
    fc.constantFrom(cursor(['x', 'y']), cursor(['2026-01-01', '']), cursor(['', '', '']), cursor([]), cursor({})),
  );

/** Any code points, lone surrogates too. (`unit: 'binary'` takes seconds to make ready.) */
export const anyCharacters = (maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 0x10_ffff }), { maxLength }).map((codes) => String.fromCodePoint(...codes));

/** Without lone surrogates, which cannot be sent. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();

function cursor(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

type Json = unknown;
type Change = (value: Json) => Json;

const CHANGES: readonly Change[] = [
  () => null,
  () => undefined, // JSON.stringify leaves it out
  () => '',
  () => -1,
  () => 1.5,
  () => 1e21,
  () => true,
  () => [],
  () => ({}),
  (value) => [value],
  (value) => ({ value }),
  (value) => String(value as string),
  () => 'x'.repeat(30_000),
  () => 'a\u0000b',
  () => '\ud800',
  (value) => (isObject(value) ? { ...value, unknownField: 1 } : value),
  (value) =>
    isObject(value) ? Object.assign(JSON.parse('{"__proto__":{"role":"administrator"}}') as object, value) : value,
  (value) => (Array.isArray(value) && value.length > 0 ? [...(value as unknown[]), ...(value as unknown[])] : value),
  (value) => (Array.isArray(value) ? Array.from({ length: 150 }, () => (value as unknown[])[0] ?? null) : value),
];

/** A valid value with one fault in one place. */
export const nearValid = (schema: Schema, sources: Sources): fc.Arbitrary<unknown> =>
  fc
    .tuple(valid(schema, sources), fc.nat(), fc.constantFrom(...CHANGES))
    .map(([value, place, change]) => changedAt(value, place, change));

function changedAt(value: Json, place: number, change: Change): Json {
  const paths = pathsOf(value, []);
  return replaced(value, paths[place % paths.length] ?? [], change);
}

function pathsOf(value: Json, path: readonly string[]): (readonly string[])[] {
  const inner = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  return [path, ...inner.flatMap(([key, each]) => pathsOf(each, [...path, key]))];
}

function replaced(value: Json, [first, ...rest]: readonly string[], change: Change): Json {
  if (first === undefined) return change(value);
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const entries = copy as Record<string, unknown>;
  entries[first] = replaced(entries[first], rest, change);
  return copy;
}

const isObject = (value: Json): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
