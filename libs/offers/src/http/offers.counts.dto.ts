import { IntField, NestedField, TextField } from '#libs/platform/http';
import { OFFER_COUNTS_MAX, type OfferCount, type OfferCounts } from '../offers.counts.js';

const INT_MAX = 2_147_483_647;

class OfferCountDto {
  @TextField({ description: 'A value of the filter of this name', max: 60, example: 'MARK' })
  value!: string;

  @TextField({ description: 'Of an organization: its name', nullable: true, max: 300 })
  name!: string | null;

  @IntField({ description: 'Offers that it would leave, all other filters as they are', min: 1, max: INT_MAX })
  offers!: number;
}

const facet = (description: string): PropertyDecorator =>
  NestedField({ description, list: { max: OFFER_COUNTS_MAX }, type: () => OfferCountDto });

/** The most frequent value first; values without an offer are left out. */
export class OfferFacetsDto {
  @facet('By state')
  state!: OfferCountDto[];

  @facet('By money or in kind')
  kind!: OfferCountDto[];

  @facet('By donor')
  organization!: OfferCountDto[];

  @facet('By category of assistance that it may be for; one that names none is in all that it does not exclude')
  category!: OfferCountDto[];

  @facet('By type of assistance that it may be; one that names none is in all that it does not exclude')
  type!: OfferCountDto[];

  @facet('By how tightly it is earmarked, 1 to 4')
  earmarkLevel!: OfferCountDto[];

  @facet('By region and subregion that it may go to; one that names no place is in all')
  region!: OfferCountDto[];

  static of(this: void, counts: OfferCounts): OfferFacetsDto {
    return counts as Record<keyof OfferCounts, OfferCount[]>;
  }
}
