import {
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
import type { OrganizationDetail } from '../identity.queries.js';

export class OrganizationsQuery extends PageQuery {
  @EnumField({ description: 'Only organizations of this kind', optional: true, values: ORGANIZATION_KINDS })
  kind?: OrganizationKind;
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

  static of(this: void, row: Organization): OrganizationDto {
    const { id, kind, name, areaIso2, source, externalRef, version } = row;
    return { id, kind, name, areaIso2, source, externalRef, version };
  }
}

export class ContactDto {
  @IdField({ description: 'Id of the person', prefix: 'pers' })
  personId!: string;

  @TextField({ description: 'Name', max: 200 })
  name!: string;

  @EmailField({ description: 'E-mail address' })
  email!: string;
}

export class OrganizationDetailDto extends OrganizationDto {
  @NestedField({
    description: 'Its points of contact: the people who are its focal points',
    type: () => ContactDto,
    list: { max: 1_000 },
  })
  pointsOfContact!: ContactDto[];

  static override of(this: void, detail: OrganizationDetail): OrganizationDetailDto {
    return { ...OrganizationDto.of(detail), pointsOfContact: [...detail.pointsOfContact] };
  }
}

export class OrganizationPage extends pageOf(OrganizationDto) {}
