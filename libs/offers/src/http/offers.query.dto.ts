import { IntersectionType } from '@nestjs/swagger';
import { SHEET_FORMATS, type SheetFormatName } from '#libs/platform';
import { BoolField, EnumField, IdField, IntField, PageQuery, TextField } from '#libs/platform/http';
import { AREA_GROUPS, OFFER_KINDS, type AreaGroup, type OfferKind } from '../offer.rules.js';
import { SHOWN_STATES, type ShownState } from '../offer.states.js';
import { OFFER_SORTS, type OfferSort } from '../offers.queries.js';
import { AREA, CATEGORY, REGION, TYPE } from './offers.input.dto.js';

const USD_MAX = 1_000_000_000_000;

/** Which offers: every filter must hold; of a list any one value. */
export class OfferFilterQuery {
  @EnumField({
    description: 'Only offers in these states; exhausted: published, and nothing is left',
    optional: true,
    list: { max: SHOWN_STATES.length },
    values: SHOWN_STATES,
  })
  state?: ShownState[];

  @EnumField({ description: 'Only money, or only what is given in kind', optional: true, values: OFFER_KINDS })
  kind?: OfferKind;

  @BoolField({ description: 'Only offers of your own organization', optional: true })
  own?: boolean;

  @TextField({
    description: 'Only offers for one of these categories, or for any',
    optional: true,
    list: true,
    ...CATEGORY,
  })
  category?: string[];

  @TextField({
    description: 'Only offers of one of these types of assistance, or of any',
    optional: true,
    list: true,
    ...TYPE,
  })
  type?: string[];

  @IdField({ description: 'Only what this organization offers', optional: true, prefix: 'org' })
  organization?: string;

  @IntField({
    description: 'Only offers that are earmarked so: 1 (not) to 4 (tightly), as in IATI',
    optional: true,
    list: { max: 4 },
    min: 1,
    max: 4,
  })
  earmarkLevel?: number[];

  @TextField({ description: 'Only offers that may go to this country or area (ISO 3166-1)', optional: true, ...AREA })
  area?: string;

  @TextField({ description: 'Only offers that may go to some country of this region (M49)', optional: true, ...REGION })
  region?: string;

  @IntField({
    description: 'Only money of which at least so much is available, in whole US dollars at the latest rates',
    optional: true,
    min: 0,
    max: USD_MAX,
  })
  availableFrom?: number;

  @IntField({
    description: 'Only money of which at most so much is available, in whole US dollars at the latest rates',
    optional: true,
    min: 0,
    max: USD_MAX,
  })
  availableTo?: number;

  @EnumField({ description: 'Only offers that may go to this group of countries', optional: true, values: AREA_GROUPS })
  group?: AreaGroup;

  @TextField({
    description: 'Words in title, description or conditions; "quoted together", -without, or',
    optional: true,
    max: 200,
  })
  q?: string;
}

export class OfferExportQuery extends OfferFilterQuery {
  @EnumField({
    description: 'What kind of file: the rows, or (columns) what each column means',
    optional: true,
    values: SHEET_FORMATS,
  })
  format?: SheetFormatName;
}

export class OfferQuery extends IntersectionType(OfferFilterQuery, PageQuery) {
  @EnumField({ description: 'Order', optional: true, values: OFFER_SORTS })
  sort?: OfferSort;

  @BoolField({ description: 'Also count all offers that fit', optional: true })
  total?: boolean;
}
