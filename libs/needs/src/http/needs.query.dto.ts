import { IntersectionType } from '@nestjs/swagger';
import { SHEET_FORMATS, type SheetFormatName } from '#libs/platform';
import { BoolField, DateField, EnumField, IdField, IntField, PageQuery, TextField } from '#libs/platform/http';
import { COVERAGES, needStates, type Coverage, type NeedState } from '../need.states.js';
import { AREA_GROUPS, type AreaGroup } from '../needs.filter.js';
import { NEED_SORTS, type NeedSort } from '../needs.sorting.js';
import { AREA, CATEGORY } from './needs.dto.js';

const USD_MAX = 1_000_000_000_000;

/** Which needs: every filter must hold; of a list any one value. */
export class NeedFilterQuery {
  @EnumField({
    description: 'Only needs in these states',
    optional: true,
    list: { max: needStates.all.length },
    values: needStates.all,
  })
  state?: NeedState[];

  @EnumField({
    description: 'Only needs so far covered by commitments: nothing, something, or every item',
    optional: true,
    list: { max: COVERAGES.length },
    values: COVERAGES,
  })
  coverage?: Coverage[];

  @BoolField({
    description:
      'Only published needs of which something is on its way, or was delivered or paid already; false: only the others',
    optional: true,
  })
  inDelivery?: boolean;

  @TextField({
    description: 'Only needs with an item of one of these categories',
    optional: true,
    list: true,
    ...CATEGORY,
  })
  category?: string[];

  @TextField({
    description: 'Only needs with an item of one of these types of assistance; of the category, where one is given',
    optional: true,
    list: true,
    max: 60,
    pattern: /^[a-z]+(-[a-z]+)*$/,
  })
  type?: string[];

  @TextField({
    description: 'Only needs of these countries or areas (ISO 3166-1)',
    optional: true,
    list: true,
    ...AREA,
  })
  area?: string[];

  @TextField({
    description: 'Only in these regions or subregions (M49)',
    optional: true,
    list: true,
    max: 3,
    pattern: /^\d{3}$/,
  })
  region?: string[];

  @EnumField({
    description: 'Only of these groups of countries',
    optional: true,
    list: { max: AREA_GROUPS.length },
    values: AREA_GROUPS,
  })
  group?: AreaGroup[];

  @IntField({ description: 'Only of these priorities, 1 to 5', optional: true, list: { max: 5 }, min: 1, max: 5 })
  priority?: number[];

  @IdField({ description: 'Only these needs', optional: true, list: { max: 100 }, prefix: 'need' })
  id?: string[];

  @IdField({ description: 'Only what this organization asks for', optional: true, prefix: 'org' })
  organization?: string;

  @IntField({
    description: 'Open money of at least so much, in whole US dollars at the latest rates',
    optional: true,
    min: 0,
    max: USD_MAX,
  })
  openFrom?: number;

  @IntField({
    description: 'Open money of at most so much, in whole US dollars at the latest rates',
    optional: true,
    min: 0,
    max: USD_MAX,
  })
  openTo?: number;

  @DateField({ description: 'Needed by this day or a later one', optional: true })
  neededByFrom?: string;

  @DateField({ description: 'Needed by this day or an earlier one', optional: true })
  neededByTo?: string;

  @BoolField({
    description: 'Only needs that are, or are not, to be confirmed again in this reporting cycle',
    optional: true,
  })
  reconfirmation?: boolean;

  @TextField({
    description:
      'Words in title, summary, items or their places, in the forms of the language of each need, or in a name of its country, ' +
      'region, categories or types in any of the six languages; "quoted together", -without, or. ' +
      'Or the whole reference of an imported need',
    optional: true,
    max: 200,
  })
  q?: string;
}

export class NeedExportQuery extends NeedFilterQuery {
  @EnumField({
    description: 'What kind of file: the rows, or (columns) what each column means',
    optional: true,
    values: SHEET_FORMATS,
  })
  format?: SheetFormatName;
}

export class NeedQuery extends IntersectionType(NeedFilterQuery, PageQuery) {
  @EnumField({
    description: 'Order; the gap is the open money at the latest rates, in US dollars; the best match needs words',
    optional: true,
    values: NEED_SORTS,
  })
  sort?: NeedSort;

  @BoolField({ description: 'Also count all needs that fit', optional: true })
  total?: boolean;
}
