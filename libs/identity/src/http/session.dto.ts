import { ROLES, type Role } from '#libs/kernel';
import {
  EmailField,
  EnumField,
  IdField,
  NestedField,
  SecretField,
  TextField,
  Unauthenticated,
} from '#libs/platform/http';
import type { PersonDetail } from '../identity.queries.js';
import { PASSWORD_CHARS_MAX } from '../session.rules.js';

export class SignInDto {
  @EmailField({ description: 'E-mail address of the account' })
  email!: string;

  @SecretField({ description: 'Password', max: PASSWORD_CHARS_MAX })
  password!: string;

  @IdField({ description: 'Membership to act under; the first one when left out', optional: true, prefix: 'memb' })
  membershipId?: string;
}

export class ChangeMembershipDto {
  @IdField({ description: 'Membership to act under from now on', prefix: 'memb' })
  membershipId!: string;
}

export class NamedDto {
  @TextField({ description: 'Id', max: 40 })
  id!: string;

  @TextField({ description: 'Name', max: 300 })
  name!: string;
}

export class MembershipDto {
  @IdField({ description: 'Id of the membership', prefix: 'memb' })
  id!: string;

  @NestedField({ description: 'For whom', type: () => NamedDto })
  organization!: NamedDto;

  @EnumField({ description: 'In which role', values: ROLES })
  role!: Role;
}

export class SessionPersonDto extends NamedDto {
  @EmailField({ description: 'E-mail address of the account' })
  email!: string;
}

export class SessionDto {
  @NestedField({ description: 'Who is signed in', type: () => SessionPersonDto })
  person!: SessionPersonDto;

  @NestedField({ description: 'For whom the person acts now', type: () => NamedDto })
  organization!: NamedDto;

  @EnumField({ description: 'The role the person acts in now', values: ROLES })
  role!: Role;

  @IdField({ description: 'The membership the person acts under now', prefix: 'memb' })
  membershipId!: string;

  @NestedField({ description: 'All memberships that the person can change to', type: () => MembershipDto, list: true })
  memberships!: MembershipDto[];

  /** The membership acted under is always among the live ones: the credential that names it would not hold else. */
  static of({ id, name, email, memberships }: PersonDetail, membershipId: string): SessionDto {
    const current = memberships.find((membership) => membership.id === membershipId);
    if (!current) throw new Unauthenticated();
    const { organization, role } = current;
    return { person: { id, name, email }, organization, role, membershipId, memberships: [...memberships] };
  }
}
