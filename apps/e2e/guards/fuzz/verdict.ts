import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { wordsFault } from '../field-words.js';
import type { OpenApi, Operation, Schema } from './openapi.js';

export interface FuzzAnswer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
}

/** What RFC 9457 and docs/problems.md promise, written by hand. */
const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  additionalProperties: false,
  properties: {
    type: { type: 'string', pattern: '^/problems/[a-z]+(-[a-z]+)*$' },
    title: { type: 'string', minLength: 1 },
    status: { type: 'integer' },
    detail: { type: 'string', minLength: 1 },
    instance: { type: 'string', minLength: 1 },
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['path', 'detail'],
        additionalProperties: false,
        properties: { path: { type: 'string' }, detail: { type: 'string', minLength: 1 } },
      },
    },
  },
};

/** Says what is wrong with an answer; null when all is well. */
export type Verdict = (operation: Operation, answer: FuzzAnswer) => string | null;

export function verdictFor(document: OpenApi): Verdict {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  formats.default(ajv);
  ajv.addSchema({ $id: 'document', ...(closed(document) as object) });
  const isProblem = ajv.compile(PROBLEM);
  const compiled = new Map<Schema, ValidateFunction>();
  const validatorOf = (schema: Schema): ValidateFunction => {
    const known = compiled.get(schema) ?? ajv.compile(inDocument(closed(schema)) as object);
    compiled.set(schema, known);
    return known;
  };

  return ({ responses }, { status, mediaType, text }) => {
    if (status >= 500) return `answers ${status}: ${text.slice(0, 300)}`;
    if (status >= 400) {
      const problem = problemFault(isProblem, { status, mediaType, text });
      return (
        problem ?? (responses[status] ? null : `answers ${status}, which is not documented: ${text.slice(0, 300)}`)
      );
    }
    const documented = responses[status];
    if (!documented) return `answers ${status}, which is not documented`;
    const schema = documented.content?.[mediaType]?.schema;
    if (!schema) return documented.content ? `answers ${mediaType || 'no media type'}, which is not documented` : null;
    const body = parsed(text);
    if (body === undefined) return `answers ${status} with what is no JSON`;
    const validate = validatorOf(schema);
    return validate(body) ? null : `breaks its schema: ${ajv.errorsText(validate.errors)} in ${text.slice(0, 300)}`;
  };
}

function problemFault(isProblem: ValidateFunction, { status, mediaType, text }: FuzzAnswer): string | null {
  if (mediaType !== 'application/problem+json')
    return `answers ${status} as ${mediaType || 'no media type'}: ${text.slice(0, 200)}`;
  const body = parsed(text);
  if (!isProblem(body)) return `answers ${status} with a broken problem: ${text.slice(0, 300)}`;
  const { status: said, errors = [] } = body as { status: number; errors?: { path: string; detail: string }[] };
  if (said !== status) return `answers ${status}, its problem says ${said}`;
  if (status !== 400) return null;
  const [fault] = errors.flatMap(({ path, detail }) => {
    const words = wordsFault(detail);
    return words === null ? [] : [`says of ${path} “${detail}”, which ${words}`];
  });
  return fault ?? null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An answer with a field that the document does not name breaks it too: it might tell more than it should. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, closed(each)]));
  const isObjectSchema = copy.type === 'object' && typeof copy.properties === 'object';
  return isObjectSchema && copy.additionalProperties === undefined ? { ...copy, additionalProperties: false } : copy;
}

/** Lets the references of a schema point into the document. */
function inDocument(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inDocument);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      key === '$ref' && typeof each === 'string' ? each.replace('#', 'document#') : inDocument(each),
    ]),
  );
}
