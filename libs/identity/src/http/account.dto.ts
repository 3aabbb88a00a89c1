import { ROLES, type Role } from '#libs/kernel';
import {
  BoolField,
  EmailField,
  EnumField,
  IdField,
  InstantField,
  NamedDto,
  NestedField,
  SecretField,
  TextField,
} from '#libs/platform/http';
import type { Account } from '../account.service.js';
import { MAIL_WAYS, type MailWay } from '../identity.entities.js';
import { LANGUAGES, PASSWORD_CHARS_MAX, type Language } from '../session.rules.js';
import type { OwnSession } from '../sessions.service.js';

const mailed = (what: string) => ({
  description: `${what}, by e-mail: each one, one e-mail a day, or none`,
  values: MAIL_WAYS,
});
const MAIL_WORK = mailed('News of what the own organization has here and of work that waits');
const MAIL_FOLLOWED = mailed('News of needs that the person follows');
const MAIL_SEARCHES = mailed('What saved searches find');
const LANGUAGE = { description: 'Of e-mails; what is not translated comes in English', values: LANGUAGES };

export class AccountDto {
  @TextField({ description: 'Name', max: 200 })
  name!: string;

  @EmailField({ description: 'E-mail address; the name of the account' })
  email!: string;

  @EmailField({ description: 'Another address that is to be confirmed by the link sent there', nullable: true })
  awaitedEmail!: string | null;

  @EnumField(LANGUAGE)
  language!: Language;

  @EnumField(MAIL_WORK)
  mailWork!: MailWay;

  @EnumField(MAIL_FOLLOWED)
  mailFollowed!: MailWay;

  @EnumField(MAIL_SEARCHES)
  mailSearches!: MailWay;

  static of(this: void, account: Account): AccountDto {
    const { name, email, awaitedEmail, language, mailWork, mailFollowed, mailSearches } = account;
    return { name, email, awaitedEmail, language, mailWork, mailFollowed, mailSearches };
  }
}

export class PreferencesDto {
  @EnumField({ ...LANGUAGE, optional: true })
  language?: Language;

  @EnumField({ ...MAIL_WORK, optional: true })
  mailWork?: MailWay;

  @EnumField({ ...MAIL_FOLLOWED, optional: true })
  mailFollowed?: MailWay;

  @EnumField({ ...MAIL_SEARCHES, optional: true })
  mailSearches?: MailWay;
}

export class ChangeEmailDto {
  @EmailField({ description: 'The new address; a link is sent there' })
  email!: string;

  @SecretField({ description: 'Password of the account', max: PASSWORD_CHARS_MAX })
  password!: string;
}

export class OwnSessionDto {
  @IdField({ description: 'Id of the session', prefix: 'sess' })
  id!: string;

  @TextField({ description: 'Browser and system it was opened on; empty where that is not known', min: 0, max: 100 })
  device!: string;

  @NestedField({ description: 'For whom the person acts in it', type: () => NamedDto })
  organization!: NamedDto;

  @EnumField({ description: 'In which role', values: ROLES })
  role!: Role;

  @InstantField({ description: 'When the password was given' })
  createdAt!: Date;

  @InstantField({ description: 'When it was used last, to the minute' })
  lastSeenAt!: Date;

  @BoolField({ description: 'The one that asks' })
  isThis!: boolean;

  static of(this: void, session: OwnSession): OwnSessionDto {
    const { id, device, organization, role, createdAt, lastSeenAt, isThis } = session;
    return { id, device, organization, role, createdAt, lastSeenAt, isThis };
  }
}

export class OwnSessionsDto {
  @NestedField({ description: 'This one first, then the last used', type: () => OwnSessionDto, list: true })
  items!: OwnSessionDto[];
}
