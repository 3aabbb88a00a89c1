import {
  BoolField,
  EmailField,
  EnumField,
  IdField,
  IntField,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import {
  ORGANIZATION_KINDS,
  STATED_KINDS,
  type Organization,
  type OrganizationKind,
  type StatedKind,
} from '../identity.entities.js';
import type { OrganizationDetail, OrganizationRow } from '../identity.queries.js';
import type { ContactView } from '../points-of-contact.queries.js';
import { PointOfContactDto } from './points-of-contact.dto.js';

const AREA = { min: 2, max: 2, pattern: /^[A-Z]{2}$/, example: 'HT' };

export class OrganizationsQuery extends PageQuery {
  @EnumField({
    description: 'Only organizations of these kinds',
    optional: true,
    list: { max: ORGANIZATION_KINDS.length },
    values: ORGANIZATION_KINDS,
  })
  kind?: OrganizationKind[];

  @TextField({ description: 'Only of this country or area (ISO 3166-1)', optional: true, ...AREA })
  area?: string;

  @TextField({ description: 'Only in this region or subregion (M49)', optional: true, max: 3, pattern: /^\d{3}$/ })
  region?: string;

  @TextField({ description: 'Part of the name', optional: true, max: 200 })
  q?: string;

  @BoolField({ description: 'Only with, or without, a point of contact now', optional: true })
  contact?: boolean;

  @BoolField({ description: 'Only with a point of contact that is to be verified again', optional: true })
  verificationDue?: boolean;

  @BoolField({ description: 'Also count all that fit', optional: true })
  total?: boolean;
}

export class CreateOrganizationDto {
  @EnumField({ description: 'Kind', values: STATED_KINDS })
  kind!: StatedKind;

  @TextField({ description: 'Name', max: 300, example: 'Ministry of the Interior, Haiti' })
  name!: string;

  @TextField({ description: 'Country, ISO 3166-1 alpha-2', optional: true, min: 2, max: 2, pattern: /^[A-Z]{2}$/ })
  areaIso2?: string;
}

export class DescribeOrganizationDto {
  @EnumField({ description: 'Kind', values: STATED_KINDS })
  kind!: StatedKind;

  @TextField({ description: 'Name; stays when left out', optional: true, max: 300 })
  name?: string;

  @TextField({
    description: 'Country, ISO 3166-1 alpha-2; null for none; stays when left out',
    optional: true,
    nullable: true,
    min: 2,
    max: 2,
    pattern: /^[A-Z]{2}$/,
  })
  areaIso2?: string | null;
}

export class OrganizationAreasDto {
  @TextField({
    description: 'Countries and areas beside its own for which it may request (ISO 3166-1 alpha-2); the whole list',
    list: { max: 250 },
    min: 2,
    max: 2,
    pattern: /^[A-Z]{2}$/,
  })
  areas!: string[];
}

export class OrganizationDto {
  @IdField({ description: 'Id of the organization', prefix: 'org' })
  id!: string;

  @EnumField({ description: 'Kind; unstated: an import found it and nobody has said yet', values: ORGANIZATION_KINDS })
  kind!: OrganizationKind;

  @TextField({ description: 'Name', max: 300 })
  name!: string;

  @TextField({ description: 'Country, ISO 3166-1 alpha-2', nullable: true, min: 2, max: 2 })
  areaIso2!: string | null;

  @TextField({ description: 'Where an import found it', nullable: true, max: 100 })
  source!: string | null;

  @TextField({ description: 'Its reference there', nullable: true, max: 300 })
  externalRef!: string | null;

  @IntField({ description: 'Version, as in the ETag', min: 1, max: 999_999_999 })
  version!: number;

  static of(this: void, row: Omit<Organization, 'createdAt'>): OrganizationDto {
    const { id, kind, name, areaIso2, source, externalRef, version } = row;
    return { id, kind, name, areaIso2, source, externalRef, version };
  }
}

export class OrganizationSummaryDto extends OrganizationDto {
  @BoolField({ description: 'Has a point of contact under the Programme of Action now' })
  hasPoaContact!: boolean;

  @BoolField({ description: 'Has a point of contact under the International Tracing Instrument now' })
  hasItiContact!: boolean;

  static override of(this: void, row: OrganizationRow): OrganizationSummaryDto {
    const { hasPoaContact, hasItiContact } = row;
    return { ...OrganizationDto.of(row), hasPoaContact, hasItiContact };
  }
}

export class FocalPointDto {
  @IdField({ description: 'Id of the person', prefix: 'pers' })
  personId!: string;

  @TextField({ description: 'Name', max: 200 })
  name!: string;

  @EmailField({ description: 'E-mail address' })
  email!: string;
}

export class OrganizationDetailDto extends OrganizationDto {
  @TextField({
    description:
      'Countries and areas beside its own for which it may request (ISO 3166-1 alpha-2): members, or territories',
    list: { max: 250 },
    min: 2,
    max: 2,
  })
  requestsForAreas!: string[];

  @NestedField({
    description: 'The people who act for it as focal points; none to the public',
    type: () => FocalPointDto,
    list: { max: 1_000 },
  })
  focalPoints!: FocalPointDto[];

  @NestedField({
    description:
      'Its points of contact, the current ones first; the public is told only of these, and what they let it see',
    type: () => PointOfContactDto,
    list: { max: 1_000 },
  })
  pointsOfContact!: PointOfContactDto[];

  static with(detail: OrganizationDetail, contacts: readonly ContactView[]): OrganizationDetailDto {
    const pointsOfContact = contacts.map(PointOfContactDto.of);
    const { focalPoints, requestsForAreas } = detail;
    return {
      ...OrganizationDto.of(detail),
      requestsForAreas: [...requestsForAreas],
      focalPoints: [...focalPoints],
      pointsOfContact,
    };
  }
}

export class OrganizationPage extends pageOf(OrganizationSummaryDto) {
  @IntField({ description: 'All that fit; only when asked for', optional: true, min: 0, max: 2_147_483_647 })
  total?: number;
}
