import { ROLES, type Role } from '#libs/kernel';
import {
  BoolField,
  EmailField,
  EnumField,
  IdField,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import type { PersonDetail } from '../identity.queries.js';
import { MembershipDto } from './session.dto.js';

export class NewMembershipDto {
  @IdField({ description: 'For whom', prefix: 'org' })
  organizationId!: string;

  @EnumField({ description: 'In which role', values: ROLES })
  role!: Role;
}

export class PersonDto {
  @IdField({ description: 'Id of the person', prefix: 'pers' })
  id!: string;

  @TextField({ description: 'Name', max: 200 })
  name!: string;

  @EmailField({ description: 'E-mail address' })
  email!: string;

  @BoolField({ description: 'Shut out of everything' })
  disabled!: boolean;

  @NestedField({ description: 'Live ones, the oldest first', type: () => MembershipDto, list: true })
  memberships!: MembershipDto[];

  static of(this: void, { id, name, email, disabled, memberships }: PersonDetail): PersonDto {
    return { id, name, email, disabled, memberships: [...memberships] };
  }
}

export class PeopleQuery extends PageQuery {
  @TextField({ description: 'Part of the name or of the e-mail address', optional: true, max: 100 })
  q?: string;

  @IdField({ description: 'Members of this organization', optional: true, prefix: 'org' })
  organizationId?: string;

  @BoolField({ description: 'Only those who are shut out, or only the others', optional: true })
  disabled?: boolean;
}

export class PeoplePage extends pageOf(PersonDto) {}
