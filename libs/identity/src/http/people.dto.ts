import { ROLES, type Role } from '#libs/kernel';
import {
  BoolField,
  EmailField,
  EnumField,
  IdField,
  InstantField,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import type { EndedRoleRow, PersonDetail } from '../identity.queries.js';
import { MembershipDto } from './session.dto.js';

const REASON_MAX = 2_000;

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

export class EndedRoleDto extends MembershipDto {
  @InstantField({ description: 'When it ended' })
  endedAt!: string;
}

export class PersonDetailDto extends PersonDto {
  @NestedField({
    description: 'Roles that ended within the last day: each can be restored',
    type: () => EndedRoleDto,
    list: true,
  })
  endedRoles!: EndedRoleDto[];

  static with(person: PersonDetail, ended: readonly EndedRoleRow[]): PersonDetailDto {
    const endedRoles = ended.map((role) => ({ ...role, endedAt: role.endedAt.toISOString() }));
    return { ...PersonDto.of(person), endedRoles };
  }
}

/** Kept in the audit for good. */
export class TakenAwayDto {
  @TextField({ description: 'Why, in words', max: REASON_MAX })
  reason!: string;
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
