import { ROLES, type Role } from '#libs/kernel';
import {
  BoolField,
  EmailField,
  EnumField,
  IdField,
  InstantField,
  NamedDto,
  NestedField,
  PageQuery,
  pageOf,
  SecretField,
  TextField,
} from '#libs/platform/http';
import {
  INVITATION_STATES,
  type InvitationState,
  type InvitationView,
  type InvitedPerson,
} from '../invitations.queries.js';
import { PASSWORD_CHARS_MAX } from '../session.rules.js';

/** Longer than any token of ours. */
const TOKEN_CHARS_MAX = 100;

export class InviteDto {
  @EmailField({ description: 'Where the invitation goes; the name of the account' })
  email!: string;

  @TextField({ description: 'Name of the person', max: 200 })
  name!: string;

  @IdField({ description: 'For whom', prefix: 'org' })
  organizationId!: string;

  @EnumField({ description: 'In which role', values: ROLES })
  role!: Role;
}

export class InvitationsQuery extends PageQuery {
  @EnumField({ description: 'Any of these', optional: true, values: INVITATION_STATES, list: true })
  state?: InvitationState[];
}

export class InvitationDto {
  @IdField({ description: 'Id', prefix: 'inv' })
  id!: string;

  @EmailField({ description: 'Where the invitation goes' })
  email!: string;

  @TextField({ description: 'Name of the person', max: 200 })
  name!: string;

  @NestedField({ description: 'For whom', type: () => NamedDto })
  organization!: NamedDto;

  @EnumField({ description: 'In which role', values: ROLES })
  role!: Role;

  @NestedField({ description: 'Who invites', type: () => NamedDto })
  invitedBy!: NamedDto;

  @EnumField({ description: 'Whether it can be accepted', values: INVITATION_STATES, name: 'InvitationState' })
  state!: InvitationState;

  @InstantField({ description: 'When it was made' })
  createdAt!: Date;

  @InstantField({ description: 'Until when it can be accepted' })
  expiresAt!: Date;

  static of(this: void, view: InvitationView): InvitationDto {
    const { id, email, name, organization, role, invitedBy, state, createdAt, expiresAt } = view;
    return { id, email, name, organization, role, invitedBy, state, createdAt, expiresAt };
  }
}

export class InvitationPage extends pageOf(InvitationDto) {}

export class LinkDto {
  @SecretField({ description: 'What follows the # of the link in the e-mail', max: TOKEN_CHARS_MAX })
  token!: string;
}

export class AcceptInvitationDto extends LinkDto {
  @SecretField({
    description: 'Of the account with that address; where there is none, the one to sign in with from now on',
    max: PASSWORD_CHARS_MAX,
  })
  password!: string;
}

export class InvitedPersonDto {
  @EmailField({ description: 'Address of the account' })
  email!: string;

  @TextField({ description: 'Name of the person', max: 200 })
  name!: string;

  @NestedField({ description: 'For whom', type: () => NamedDto })
  organization!: NamedDto;

  @EnumField({ description: 'In which role', values: ROLES })
  role!: Role;

  @NestedField({ description: 'Who invites', type: () => NamedDto })
  invitedBy!: NamedDto;

  @InstantField({ description: 'Until when it can be accepted' })
  expiresAt!: Date;

  @BoolField({ description: 'There is an account with a password, which opens it; else one is chosen' })
  hasPassword!: boolean;

  static of(this: void, person: InvitedPerson): InvitedPersonDto {
    const { email, name, organization, role, invitedBy, expiresAt, account } = person;
    const hasPassword = account !== null && account.passwordHash !== null;
    return { email, name, organization, role, invitedBy, expiresAt, hasPassword };
  }
}
