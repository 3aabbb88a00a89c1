import { IntField, NestedField, TextField } from '#libs/platform/http';
import type { AreaSum, CategoryInRegion, FacetCount, FacetCounts } from '../needs.counts.js';
import { AREA, CATEGORY } from './needs.dto.js';

const INT_MAX = 2_147_483_647;
const USD = { max: 40, pattern: /^\d+$/, example: '420000' };

const WITHOUT_RATE = IntField({
  description: 'Of these needs, those with money in a currency that has no rate: it is in no sum',
  min: 0,
  max: INT_MAX,
});

class FacetCountDto {
  @TextField({ description: 'A value of the filter of this name', max: 60, example: 'MARK' })
  value!: string;

  @IntField({ description: 'Needs that it would leave, all other filters as they are', min: 1, max: INT_MAX })
  needs!: number;
}

const facet = (description: string): PropertyDecorator =>
  NestedField({ description, list: { max: 300 }, type: () => FacetCountDto });

/** The most frequent value first; values without a need are left out. */
export class NeedFacetsDto {
  @facet('By state')
  state!: FacetCountDto[];

  @facet('By how far it is covered')
  coverage!: FacetCountDto[];

  @facet('By whether it is in delivery: true or false')
  inDelivery!: FacetCountDto[];

  @facet('By category of assistance; a need with two categories is in both')
  category!: FacetCountDto[];

  @facet('By type of assistance; a need with two types is in both')
  type!: FacetCountDto[];

  @facet('By country or area')
  area!: FacetCountDto[];

  @facet('By region, subregion and intermediate region')
  region!: FacetCountDto[];

  @facet('By group of countries')
  group!: FacetCountDto[];

  @facet('By priority, where one is stated')
  priority!: FacetCountDto[];

  static of(this: void, counts: FacetCounts): NeedFacetsDto {
    return counts as Record<keyof FacetCounts, FacetCount[]>;
  }
}

class AreaSumDto {
  @TextField({ description: 'Country or area (ISO 3166-1 alpha-2)', ...AREA })
  areaIso2!: string;

  @IntField({ description: 'Needs', min: 1, max: INT_MAX })
  needs!: number;

  @TextField({ description: 'Money that they ask for, in whole US dollars at the latest rates', ...USD })
  requestedUsd!: string;

  @TextField({ description: 'Of that, what can still be given to needs that look for help now', ...USD })
  openUsd!: string;

  @WITHOUT_RATE
  needsWithoutRate!: number;
}

export class NeedMapDto {
  @NestedField({ description: 'Areas with a need', list: { max: 300 }, type: () => AreaSumDto })
  items!: AreaSumDto[];

  static of(this: void, items: AreaSum[]): NeedMapDto {
    return { items };
  }
}

class CategoryInRegionDto {
  @TextField({ description: 'Category of assistance', ...CATEGORY })
  categoryCode!: string;

  @TextField({ description: 'Region (M49); null for areas in none', nullable: true, min: 3, max: 3, example: '002' })
  regionCode!: string | null;

  @IntField({ description: 'Needs; one with items of two categories is in both', min: 1, max: INT_MAX })
  needs!: number;

  @TextField({
    description:
      'Money that can still be given to needs that look for help now, in whole US dollars at the latest rates',
    ...USD,
  })
  openUsd!: string;

  @WITHOUT_RATE
  needsWithoutRate!: number;
}

export class NeedMatrixDto {
  @NestedField({ description: 'Cells with a need', list: { max: 1_000 }, type: () => CategoryInRegionDto })
  items!: CategoryInRegionDto[];

  static of(this: void, items: CategoryInRegion[]): NeedMatrixDto {
    return { items };
  }
}
