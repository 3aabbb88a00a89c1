// Danger: a body that is silently dropped, coerced or let through; a document that says other than the validator.
import 'reflect-metadata';
import {
  AmountField,
  BoolField,
  DateField,
  EmailField,
  EnumField,
  IdField,
  IntField,
  MoneyDto,
  NestedField,
  SecretField,
  TextField,
} from './fields.js';
import { strictValidation, UsableValidation } from './validation.js';

class ItemDto {
  @AmountField({ description: 'How many' })
  quantity!: string;
}

class SampleDto {
  @TextField({ description: 'A title', max: 5 })
  title!: string;
  @IntField({ description: 'Priority', min: 1, max: 5, optional: true })
  priority?: number;
  @DateField({ description: 'A day', optional: true })
  day?: string;
  @EnumField({ description: 'A kind', values: ['cash', 'in-kind'], optional: true })
  kind?: string;
  @IdField({ description: 'A need', prefix: 'need', optional: true })
  needId?: string;
  @NestedField({ description: 'Items', type: () => ItemDto, list: { min: 1, max: 2 }, optional: true })
  items?: ItemDto[];
  @NestedField({ description: 'A price', type: () => MoneyDto, optional: true })
  price?: MoneyDto;
  @TextField({ description: 'In words', max: 2_000, optional: true })
  words?: string;
  @SecretField({ description: 'A password', max: 20, optional: true })
  secret?: string;
  @TextField({ description: 'Tags', max: 3, list: true, optional: true })
  tags?: string[];
  @EmailField({ description: 'Where to write', optional: true })
  email?: string;
  @BoolField({ description: 'Whether', optional: true })
  whether?: boolean;
}

const validate = (body: object) =>
  strictValidation().transform(body, { type: 'body', metatype: SampleDto }) as Promise<SampleDto>;

describe('fields', () => {
  it('take what is right', async () => {
    const body = {
      title: 'Wörk',
      priority: '3',
      day: '2027-02-28',
      kind: 'cash',
      needId: 'need_01jd9k2m3n4p5q6r7s8t9v0wxy',
      items: [{ quantity: '9007199254740991' }],
      price: { minor: '0', currency: 'USD' },
      tags: 'a',
      email: 'á@example.org',
      whether: 'true',
    };
    await expect(validate(body)).resolves.toMatchObject({ priority: 3, tags: ['a'], whether: true });
  });

  it.each([
    [{}, 'title'],
    [{ title: '' }, 'title'],
    [{ title: 'too long' }, 'title'],
    [{ title: ' ' }, 'title'],
    [{ title: '\u3000\u200b\u00ad' }, 'title'],
    [{ title: '\u3164' }, 'title'],
    [{ title: '\u0301' }, 'title'],
    [{ title: 'a\u202eb' }, 'title'],
    [{ title: 'a\u2066b' }, 'title'],
    [{ title: 'a\nb' }, 'title'],
    [{ title: 'a', words: ' \n ' }, 'words'],
    [{ title: 'a', words: 'a\u202db' }, 'words'],
    [{ title: 'a', words: 'a\u001bb' }, 'words'],
    [{ title: 'a', tags: ['a', ' '] }, 'tags'],
    [{ title: 'a', needId: ' need_01jd9k2m3n4p5q6r7s8t9v0wxy' }, 'needId'],
    [{ title: 'a', secret: 'a\u0000' }, 'secret'],
    [{ title: 'a\u0000' }, 'title'],
    [{ title: 'a\ud800' }, 'title'],
    [{ title: 'a', email: 'a@b' }, 'email'],
    [{ title: 'a', email: 'a\ud800@example.org' }, 'email'],
    [{ title: 'a', email: ['a@example.org'] }, 'email'],
    [{ title: ['a'] }, 'title'],
    [{ title: 'a', priority: 6 }, 'priority'],
    [{ title: 'a', priority: null }, 'priority'],
    [{ title: 'a', priority: '1e1' }, 'priority'],
    [{ title: 'a', day: '2027-02-30' }, 'day'],
    [{ title: 'a', day: 20270228 }, 'day'],
    [{ title: 'a', day: '0001-01-01' }, 'day'],
    [{ title: 'a', kind: 'CASH' }, 'kind'],
    [{ title: 'a', needId: 'offer_01jd9k2m3n4p5q6r7s8t9v0wxy' }, 'needId'],
    [{ title: 'a', items: [] }, 'items'],
    [{ title: 'a', items: [[]] }, 'items'],
    [{ title: 'a', items: ['a'] }, 'items'],
    [{ title: 'a', items: [null] }, 'items'],
    [{ title: 'a', price: [] }, 'price'],
    [{ title: 'a', items: [{ quantity: '9007199254740992' }] }, 'items.0.quantity'],
    [{ title: 'a', items: [{ quantity: '-1' }] }, 'items.0.quantity'],
    [{ title: 'a', items: [{ quantity: '1', colour: 'red' }] }, 'items.0.colour'],
    [{ title: 'a', price: { minor: 1, currency: 'USD' } }, 'price.minor'],
    [{ title: 'a', tags: ['a', 5] }, 'tags'],
    [{ title: 'a', unknown: 1 }, 'unknown'],
    [{ title: 'a', constructor: 1 }, 'constructor'],
    [JSON.parse('{ "title": "a", "__proto__": 1 }'), '__proto__'],
    [{ title: 'a', items: [{ quantity: '1', constructor: {} }] }, 'items.0.constructor'],
  ])('refuse %j and name %s', async (body, path) => {
    await expect(validate(body)).rejects.toMatchObject({ errors: [expect.objectContaining({ path })] });
  });

  it('take a text without the blanks at its ends, several lines of a long one, and a secret as it is', async () => {
    const body = { title: ' مرحبا\t', words: '\n1. a\n\n2.\tb ', tags: [' a ', 'é'], secret: ' \u202e ' };
    const taken = { title: 'مرحبا', words: '1. a\n\n2.\tb', tags: ['a', 'é'], secret: ' \u202e ' };
    await expect(validate(body)).resolves.toEqual(taken);
  });

  it('of a form take out what is wrong, and keep what can be used', async () => {
    const body = {
      title: 'a',
      priority: 9,
      price: { minor: '1', currency: 'usd' },
      items: [{ quantity: 'x', colour: 'red' }, { quantity: '2' }],
      tags: ['a', ' '],
      unknown: 1,
    };
    const { usable, wrong } = await new UsableValidation(SampleDto).transform(body);
    expect(usable).toEqual({ title: 'a', items: [{}, { quantity: '2' }] });
    expect(wrong.map(({ path }) => path).sort()).toEqual([
      ...['items.0.colour', 'items.0.quantity', 'price.currency', 'priority', 'tags', 'unknown'],
    ]);
    expect((await new UsableValidation(SampleDto).transform({ items: ['a'] })).usable).toEqual({});
  });

  it('say in words what is wrong, and that something is missing', async () => {
    const body = { priority: 9, kind: 'loan', needId: 'x', title: null, day: '0026-05-01' };
    await expect(validate(body)).rejects.toMatchObject({
      errors: expect.arrayContaining([
        { path: 'title', detail: 'Fill this in.' },
        { path: 'priority', detail: 'Write a whole number from 1 to 5.' },
        { path: 'kind', detail: 'Choose one of these: cash, in-kind.' },
        { path: 'day', detail: 'Choose a day from 1990-01-01 to 2100-12-31: look at the year.' },
        { path: 'needId', detail: 'Copy this anew: it is not written as such a code is.' },
      ]),
    });
  });

  it('say what is wrong with a text', async () => {
    const errors = [{ path: 'title', detail: 'Write something that can be seen, not only blanks.' }];
    await expect(validate({ title: '  ' })).rejects.toMatchObject({ errors });
    const direction = [{ path: 'title', detail: expect.stringContaining('direction of writing') }];
    await expect(validate({ title: 'a\u202e' })).rejects.toMatchObject({ errors: direction });
  });

  it('say to the document what they say to the validator', () => {
    const about = (name: string) =>
      Reflect.getMetadata('swagger/apiModelProperties', SampleDto.prototype, name) as object;
    expect(about('title')).toMatchObject({ type: 'string', minLength: 1, maxLength: 5, required: true });
    const { pattern } = about('title') as { pattern: string };
    expect(['a', ' é ', ' ', '\u200b'].map((text) => new RegExp(pattern, 'u').test(text))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(about('secret')).not.toHaveProperty('pattern');
    expect(about('priority')).toMatchObject({ type: 'integer', minimum: 1, maximum: 5, required: false });
  });
});
