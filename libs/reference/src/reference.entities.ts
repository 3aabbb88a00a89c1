import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Meeting } from './meeting.entity.js';

/** A country or area of UN M49, or a group of them: the world, a region, a subregion. */
@Entity('areas')
export class Area {
  /** M49 code, `332`. */
  @PrimaryColumn('text')
  code!: string;

  @Column('text')
  kind!: 'world' | 'region' | 'subregion' | 'intermediate-region' | 'country';

  /** ISO 3166-1; null for groups. */
  @Column('text', { unique: true, nullable: true })
  iso2!: string | null;

  @Column('text', { unique: true, nullable: true })
  iso3!: string | null;

  @Column('text', { name: 'region_code', nullable: true })
  regionCode!: string | null;

  @Column('text', { name: 'subregion_code', nullable: true })
  subregionCode!: string | null;

  @Column('text', { name: 'intermediate_region_code', nullable: true })
  intermediateRegionCode!: string | null;

  @Column('boolean', { name: 'un_member', default: false })
  unMember!: boolean;
}

/** A country or area that belongs to a group: least developed, landlocked developing, small island developing. */
@Entity('area_groups')
export class AreaGroup {
  @PrimaryColumn('text', { name: 'area_iso2' })
  areaIso2!: string;

  @PrimaryColumn('text')
  name!: 'ldc' | 'lldc' | 'sids';

  /** From this day on it belongs to the group no more. */
  @Column('date', { name: 'leaves_on', nullable: true })
  leavesOn!: string | null;

  /** Who decided that it leaves. */
  @Column('text', { nullable: true })
  decision!: string | null;
}

/** UN short name of an area in one of the six languages. */
@Entity('area_names')
export class AreaName {
  @PrimaryColumn('text', { name: 'area_code' })
  areaCode!: string;

  @PrimaryColumn('text')
  language!: 'ar' | 'en' | 'es' | 'fr' | 'ru' | 'zh';

  @Column('text')
  name!: string;
}

/** By what a country, region, category or type is found in one language; shown nowhere. */
@Entity('search_names')
class SearchName {
  /** As documents hold it: `AREA=JM`. */
  @PrimaryColumn('text')
  code!: string;

  @PrimaryColumn('text')
  language!: AreaName['language'];

  @Column('text')
  name!: string;

  @Column({
    type: 'tsvector',
    generatedType: 'STORED',
    asExpression: 'words_document(language, name)',
    select: false,
    insert: false,
    update: false,
    nullable: true,
  })
  words!: string;
}

/** Of what day a list is, and whose. */
@Entity('reference_lists')
export class ReferenceList {
  @PrimaryColumn('text')
  name!: string;

  @Column('date', { name: 'as_of' })
  asOf!: string;

  @Column('text')
  source!: string;
}

/** ISO 4217. */
@Entity('currencies')
export class Currency {
  @PrimaryColumn('character', { length: 3 })
  code!: string;

  /** Digits after the point. */
  @Column('integer')
  exponent!: number;

  @Column('text', { name: 'name_en' })
  nameEn!: string;
}

/** Units of a currency for one US dollar, from a day on until the next rate. */
@Entity('exchange_rates')
class ExchangeRate {
  @PrimaryColumn('character', { length: 3 })
  currency!: string;

  @PrimaryColumn('date', { name: 'effective_on' })
  effectiveOn!: string;

  /** Exact decimal. */
  @Column('numeric', { name: 'units_per_usd', precision: 20, scale: 10 })
  unitsPerUsd!: string;

  @Column('text')
  source!: string;

  @Column('timestamptz', { name: 'imported_at', default: () => 'now()' })
  importedAt!: Date;
}

@Entity('assistance_categories')
export class AssistanceCategory {
  @PrimaryColumn('text')
  code!: string;

  @Column('integer')
  position!: number;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  /** Where the founding document asks for it. */
  @Column('text', { array: true })
  paragraphs!: string[];

  /** True for `OTHER`: the engine suggests nothing for it. */
  @Column('boolean', { name: 'never_matches' })
  neverMatches!: boolean;
}

@Entity('assistance_types')
export class AssistanceType {
  @PrimaryColumn('text')
  code!: string;

  @Column('integer')
  position!: number;

  @Column('text', { name: 'name_en' })
  nameEn!: string;
}

@Entity('units')
export class Unit {
  @PrimaryColumn('text')
  code!: string;

  @Column('integer')
  position!: number;

  @Column('text', { name: 'name_en' })
  nameEn!: string;
}

/** A thing that is asked for again and again. */
@Entity('item_kinds')
export class ItemKind {
  @PrimaryColumn('text')
  code!: string;

  @Column('integer')
  position!: number;

  @Column('text', { name: 'name_en' })
  nameEn!: string;

  /** What it is counted in as a rule. */
  @Column('text', { name: 'unit_code' })
  unitCode!: string;

  /** The type of assistance that it is as a rule. */
  @Column('text', { name: 'type_code' })
  typeCode!: string;
}

export const referenceEntities = [
  Area,
  AreaGroup,
  AreaName,
  AssistanceCategory,
  AssistanceType,
  Currency,
  ExchangeRate,
  ItemKind,
  Meeting,
  ReferenceList,
  SearchName,
  Unit,
];
