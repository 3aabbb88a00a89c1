import { BoolField, DateField, EnumField, IntField, NestedField, TextField } from '#libs/platform/http';
import type { NeedTemplate } from '../data/need-template.js';
import type { AreaRow } from '../reference.queries.js';

const KINDS = ['world', 'region', 'subregion', 'intermediate-region', 'country'] as const;
const m49 = { nullable: true, min: 3, max: 3 } as const;

class AreaGroupDto {
  @EnumField({
    description: 'Least developed countries, landlocked developing countries, small island developing States and areas',
    values: ['ldc', 'lldc', 'sids'] as const,
  })
  name!: 'ldc' | 'lldc' | 'sids';

  @DateField({
    description: 'From this day on it belongs to the group no more; null when nothing is decided',
    nullable: true,
  })
  leavesOn!: string | null;

  @TextField({ description: 'Who decided that it leaves', nullable: true, max: 300 })
  decision!: string | null;
}

export class AreaDto {
  @TextField({ description: 'M49 code', min: 3, max: 3, example: '332' })
  code!: string;

  @EnumField({ description: 'A country or area, or a group of them', values: KINDS })
  kind!: (typeof KINDS)[number];

  @TextField({ description: 'UN short name', max: 100, example: 'Haiti' })
  name!: string;

  @TextField({ description: 'ISO 3166-1 alpha-2; null for groups', nullable: true, min: 2, max: 2, example: 'HT' })
  iso2!: string | null;

  @TextField({ description: 'ISO 3166-1 alpha-3; null for groups', nullable: true, min: 3, max: 3, example: 'HTI' })
  iso3!: string | null;

  @TextField({ description: 'M49 code of the region that it lies in', ...m49 })
  regionCode!: string | null;

  @TextField({ description: 'M49 code of the subregion', ...m49 })
  subregionCode!: string | null;

  @TextField({ description: 'M49 code of the intermediate region', ...m49 })
  intermediateRegionCode!: string | null;

  @BoolField({ description: 'Member State of the United Nations' })
  unMember!: boolean;

  @NestedField({ description: 'Groups that it belongs to today', type: () => AreaGroupDto, list: { max: 3 } })
  groups!: AreaGroupDto[];

  static of(this: void, row: AreaRow): AreaDto {
    return { ...row, groups: [...row.groups] };
  }
}

export class ReferenceListDto {
  @TextField({ description: 'Name of the list', max: 40, example: 'ldc' })
  name!: string;

  @DateField({ description: 'What is shown is the list of this day' })
  asOf!: string;

  @TextField({ description: 'Whose list it is', max: 300 })
  source!: string;
}

export class AreasDto {
  @NestedField({ description: 'Groups, then countries by name', type: () => AreaDto, list: { max: 400 } })
  items!: AreaDto[];

  @NestedField({ description: 'Dates and sources of the lists behind it', type: () => ReferenceListDto, list: true })
  lists!: ReferenceListDto[];
}

export class CurrencyDto {
  @TextField({ description: 'ISO 4217 code', min: 3, max: 3, example: 'USD' })
  code!: string;

  @IntField({ description: 'Digits after the point', min: 0, max: 4 })
  exponent!: number;

  @TextField({ description: 'Name', max: 100 })
  name!: string;
}

export class CurrenciesDto {
  @NestedField({ description: 'By code', type: () => CurrencyDto, list: { max: 300 } })
  items!: CurrencyDto[];
}

export class AssistanceCategoryDto {
  @TextField({ description: 'Code', max: 20, example: 'MARK' })
  code!: string;

  @TextField({ description: 'Name', max: 100 })
  name!: string;

  @TextField({
    description: 'Where the 2012 outcome asks for it: PoA is annex 1, ITI annex 2',
    list: true,
    max: 40,
    example: ['ITI A.1', 'ITI B.9'],
  })
  paragraphs!: string[];

  @BoolField({ description: 'Only a person may match it' })
  neverMatches!: boolean;
}

export class AssistanceCategoriesDto {
  @NestedField({ description: 'In their order', type: () => AssistanceCategoryDto, list: true })
  items!: AssistanceCategoryDto[];
}

export class CodeNameDto {
  @TextField({ description: 'Code', max: 40 })
  code!: string;

  @TextField({ description: 'Name', max: 100 })
  name!: string;
}

export class CodeNamesDto {
  @NestedField({ description: 'In their order', type: () => CodeNameDto, list: true })
  items!: CodeNameDto[];
}

class ItemKindDto extends CodeNameDto {
  @TextField({ description: 'Unit in which it is counted as a rule', max: 40, example: 'machine' })
  unitCode!: string;

  @TextField({ description: 'Type of assistance that it is as a rule', max: 40, example: 'equipment' })
  typeCode!: string;
}

export class ItemKindsDto {
  @NestedField({ description: 'In their order', type: () => ItemKindDto, list: true })
  items!: ItemKindDto[];
}

class TemplateItemDto {
  @TextField({ description: 'Kind of item; null for none of the usual ones', nullable: true, max: 40 })
  kindCode!: string | null;

  @TextField({ description: 'Type of assistance', max: 40, example: 'equipment' })
  typeCode!: string;

  @TextField({ description: 'Unit', max: 40, example: 'machine' })
  unitCode!: string;

  @TextField({ description: 'What exactly', max: 300 })
  description!: string;
}

export class NeedTemplateDto {
  @TextField({ description: 'Category of assistance', max: 20, example: 'MARK' })
  categoryCode!: string;

  @TextField({ description: 'What a good request says', max: 500 })
  advice!: string;

  @TextField({ description: 'The MOSAIC module that such work follows', nullable: true, max: 60 })
  standard!: string | null;

  @TextField({ description: 'What donors ask before they answer', max: 300, list: true })
  questions!: string[];

  @NestedField({ description: 'What such requests ask for as a rule', type: () => TemplateItemDto, list: true })
  items!: TemplateItemDto[];

  static of(this: void, { category, questions, items, advice, standard }: NeedTemplate): NeedTemplateDto {
    return {
      ...{ categoryCode: category, advice, standard, questions: [...questions] },
      items: items.map(({ kind, type, unit, description }) => ({
        ...{ kindCode: kind, typeCode: type, unitCode: unit, description },
      })),
    };
  }
}

export class NeedTemplatesDto {
  @NestedField({ description: 'In the order of the categories', type: () => NeedTemplateDto, list: true })
  items!: NeedTemplateDto[];
}

export class ExchangeRatesQuery {
  @TextField({ description: 'Only this currency', optional: true, min: 3, max: 3, pattern: /^[A-Z]{3}$/ })
  currency?: string;

  @DateField({ description: 'The rates that apply on this day; today when left out', optional: true })
  on?: string;
}

export class ExchangeRateDto {
  @TextField({ description: 'ISO 4217 code', min: 3, max: 3, example: 'EUR' })
  currency!: string;

  @TextField({ description: 'Units of the currency for one US dollar, exact', max: 30, example: '0.882' })
  unitsPerUsd!: string;

  @DateField({ description: 'Applies from this day until the next rate' })
  effectiveOn!: string;

  @TextField({ description: 'Whose rate it is', max: 200 })
  source!: string;
}

export class ExchangeRatesDto {
  @NestedField({ description: 'One for each currency that has one', type: () => ExchangeRateDto, list: { max: 300 } })
  items!: ExchangeRateDto[];
}
