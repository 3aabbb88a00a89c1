import { applyDecorators, type Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform, Type as TransformType } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  isEmail,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  registerDecorator,
  ValidateIf,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { dayFault, MINOR_MAX } from '#libs/kernel';
import { BLANK, NOT_ONE_LINE, NOT_PROSE, ONE_LINE, ONE_LINE_MAX, PROSE, VISIBLE } from '../text.rules.js';

/**
 * The fields of requests and answers. Each is one decorator that says the same thing twice, to the validator and to the
 * OpenAPI document, so that the two cannot drift apart.
 */
export interface FieldOptions {
  readonly description: string;
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly example?: unknown;
  /** A list of such values; `max` items (default 100). */
  readonly list?: boolean | { readonly min?: number; readonly max?: number };
}

type Check = (options: ValidationOptions) => PropertyDecorator;

const LIST_MAX = 100;
/** No control characters, no lone surrogates. */
const WHOLE_TEXT = /^(?:[^\p{Cc}\p{Cs}]|[\t\n\r])*$/u;

function field(options: FieldOptions, schema: ApiPropertyOptions, checks: readonly Check[]): PropertyDecorator {
  const list = options.list ? { min: 0, max: LIST_MAX, ...(options.list === true ? {} : options.list) } : null;
  const decorators: PropertyDecorator[] = checks.map((check) => check({ each: list !== null }));
  if (list) {
    decorators.push(
      IsArray({ message: 'Give a list.' }),
      ArrayMinSize(list.min, { message: list.min === 1 ? 'Choose at least one.' : `Choose at least ${list.min}.` }),
      ArrayMaxSize(list.max, { message: `Choose at most ${list.max}.` }),
    );
    // ?category=A arrives as a text, ?category=A&category=B as a list
    decorators.push(
      Transform(({ value }) => (['string', 'number'].includes(typeof value) ? [value] : (value as unknown))),
    );
  }
  if (options.optional && options.nullable) decorators.push(IsOptional());
  else if (options.optional) decorators.push(ValidateIf((_, value) => value !== undefined));
  else if (options.nullable) decorators.push(ValidateIf((_, value) => value !== null));
  return applyDecorators(
    ...decorators,
    ApiProperty({
      ...schema,
      description: options.description,
      required: !options.optional,
      ...(options.nullable && { nullable: true }),
      ...(options.example !== undefined && { example: options.example }),
      ...(list && { isArray: true, minItems: list.min, maxItems: list.max }),
    } as ApiPropertyOptions),
  );
}

/**
 * Text that people write and read: without the blanks at its ends, without control characters, on one line unless it may be
 * long. `min` defaults to 1, so that an empty or blank text is not a value. With a `pattern` it is a code, taken as it is.
 */
export const TextField = (
  options: FieldOptions & { readonly min?: number; readonly max: number; readonly pattern?: RegExp },
): PropertyDecorator => {
  const { min = 1, max, pattern = min > 0 ? VISIBLE : undefined } = options;
  const isProse = options.pattern === undefined;
  return applyDecorators(
    field(options, { type: 'string', minLength: min, maxLength: max, ...(pattern && { pattern: pattern.source }) }, [
      (each) => IsString(saying(NO_TEXT, each)),
      ...(pattern === VISIBLE && min === 1 ? [] : [((each) => MinLength(min, saying(shortest(min), each))) as Check]),
      (each) => MaxLength(max, saying(longest(max), each)),
      (each) =>
        isProse && max <= ONE_LINE_MAX
          ? Matches(ONE_LINE, saying(NOT_ONE_LINE, each))
          : Matches(PROSE, saying(NOT_PROSE, each)),
      ...(pattern ? [((each) => Matches(pattern, saying(isProse ? BLANK : notWritten(options), each))) as Check] : []),
    ]),
    ...(isProse ? [Transform(({ value }) => trimmed(value))] : []),
  );
};

const NO_TEXT = 'Write this as text.';
const NO_OBJECT = 'Give this with its fields.';
const shortest = (min: number) => (min === 1 ? 'Fill this in.' : `Write at least ${min} characters.`);
const longest = (max: number) => `Write at most ${max} characters.`;

const notWritten = ({ example }: FieldOptions) =>
  typeof example === 'string' ? `Write it like ${example}.` : 'Copy this anew: it is not written as such a code is.';

const saying = (message: string, options: ValidationOptions): ValidationOptions => ({ ...options, message });

function trimmed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(trimmed);
  return typeof value === 'string' ? value.trim() : value;
}

/** A password: every character counts, also a blank at its ends. PostgreSQL stores no NUL, and none needs one. */
export const SecretField = (
  options: FieldOptions & { readonly min?: number; readonly max: number },
): PropertyDecorator => {
  const { min = 1, max } = options;
  return field(options, { type: 'string', minLength: min, maxLength: max }, [
    (each) => IsString(saying(NO_TEXT, each)),
    (each) => MinLength(min, saying(shortest(min), each)),
    (each) => MaxLength(max, saying(longest(max), each)),
    (each) => Matches(WHOLE_TEXT, saying('Leave out control characters and halves of characters.', each)),
  ]);
};

export const EmailField = (options: FieldOptions): PropertyDecorator =>
  field(options, { type: 'string', format: 'email', maxLength: 254 }, [
    // The check of class-validator throws on a lone surrogate.
    (each) =>
      customCheck(
        'isEmail',
        (value) => WHOLE_TEXT.test(value) && isEmail(value),
        'Write an e-mail address, such as name@example.org.',
        each,
      ),
    (each) => MaxLength(254, saying(longest(254), each)),
  ]);

export const EnumField = <T extends string>(
  options: FieldOptions & { readonly values: readonly T[]; readonly name?: string },
): PropertyDecorator =>
  field(options, { enum: [...options.values], ...(options.name && { enumName: options.name }) } as ApiPropertyOptions, [
    (each) => IsIn([...options.values], saying(`Choose one of these: ${options.values.join(', ')}.`, each)),
  ]);

export const IntField = (options: FieldOptions & { readonly min: number; readonly max: number }): PropertyDecorator =>
  applyDecorators(
    field(options, { type: 'integer', minimum: options.min, maximum: options.max }, [
      (each) => IsInt(saying(wholeFrom(options), each)),
      (each) => Min(options.min, saying(wholeFrom(options), each)),
      (each) => Max(options.max, saying(wholeFrom(options), each)),
    ]),
    // Query parameters arrive as text.
    Transform(({ value }) => (Array.isArray(value) ? value.map(wholeNumber) : wholeNumber(value))),
  );

const wholeFrom = ({ min, max }: { min: number; max: number }) => `Write a whole number from ${min} to ${max}.`;

const wholeNumber = (value: unknown) =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;

/** A number with decimals that is no money and no quantity, such as a score; only in answers. */
export const NumberField = (
  options: FieldOptions & { readonly min: number; readonly max: number },
): PropertyDecorator => field(options, { type: 'number', minimum: options.min, maximum: options.max }, []);

export const BoolField = (options: FieldOptions): PropertyDecorator =>
  applyDecorators(
    field(options, { type: 'boolean' }, [(each) => IsBoolean(saying('Say true or false.', each))]),
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : (value as unknown))),
  );

/** A whole number of 0 or more as a decimal text: minor units of money, or units of equipment. */
export const AmountField = (options: FieldOptions): PropertyDecorator =>
  field(options, { type: 'string', pattern: '^\\d{1,16}$' }, [
    (each) => Matches(/^\d{1,16}$/, { ...each, message: 'Write a whole number of 0 or more, in digits.' }),
    (each) =>
      customCheck(
        'isAmount',
        (value) => !/^\d{1,16}$/.test(value) || BigInt(value) <= MINOR_MAX,
        'Write a smaller number.',
        each,
      ),
  ]);

export const DateField = (options: FieldOptions): PropertyDecorator =>
  field(options, { type: 'string', format: 'date' }, [
    (each) =>
      customCheck(
        'isDay',
        (value) => dayFault(value) === null,
        ({ value }) => dayFault(typeof value === 'string' ? value : '') ?? '',
        each,
      ),
  ]);

/** An instant, only in answers. */
export const InstantField = (options: FieldOptions): PropertyDecorator =>
  field(options, { type: 'string', format: 'date-time' }, []);

/** Any text that looks like an id of that prefix; whether it exists is found out later. */
export const IdField = (options: FieldOptions & { readonly prefix: string }): PropertyDecorator =>
  TextField({ ...options, max: 40, pattern: new RegExp(`^${options.prefix}_[0-9a-z]{26}$`) });

/** Another DTO, or a list of them. */
export const NestedField = (options: FieldOptions & { readonly type: () => Type }): PropertyDecorator =>
  applyDecorators(
    // A list counts as nested, with each of its entries: [[]] would pass for a list of objects.
    field(options, { type: options.type } as ApiPropertyOptions, [
      (each) => IsObject(saying(NO_OBJECT, each)),
      (each) => ValidateNested(saying(NO_OBJECT, each)),
    ]),
    TransformType(options.type),
  );

/** A free JSON object, only in answers. */
export const ObjectField = (options: FieldOptions): PropertyDecorator =>
  field(options, { type: 'object', additionalProperties: true } as ApiPropertyOptions, []);

function customCheck(
  name: string,
  holds: (value: string) => boolean,
  message: ValidationOptions['message'] & {},
  options: ValidationOptions,
): PropertyDecorator {
  return (target, propertyName) =>
    registerDecorator({
      name,
      target: target.constructor,
      propertyName: propertyName as string,
      options: { message, ...options },
      validator: { validate: (value: unknown) => typeof value === 'string' && holds(value) },
    });
}

/** Money in requests and answers: `{ "minor": "123450", "currency": "USD" }`. */
export class MoneyDto {
  @AmountField({ description: 'Whole minor units (cents) as text', example: '123450' })
  minor!: string;

  @TextField({ description: 'ISO 4217 code', min: 3, max: 3, pattern: /^[A-Z]{3}$/, example: 'USD' })
  currency!: string;
}

/** What a quantity counts, in requests and answers: `{ "currency": "USD" }` or `{ "unit": "machine" }`, never both. */
export class MeasureDto {
  @TextField({
    description: 'ISO 4217 code, where money is counted, in its minor units',
    optional: true,
    min: 3,
    max: 3,
    pattern: /^[A-Z]{3}$/,
    example: 'USD',
  })
  currency?: string;

  @TextField({ description: 'Code of a unit, where things are counted', optional: true, max: 60 })
  unit?: string;
}

/** A thing or a person by id, with the name to show. */
export class NamedDto {
  @TextField({ description: 'Id', max: 40 })
  id!: string;

  @TextField({ description: 'Name', max: 300 })
  name!: string;
}
