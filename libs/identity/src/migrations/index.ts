import { IdentityTables1764000300000 } from './1764000300000-identity-tables.js';
import { UnstatedKind1764000300001 } from './1764000300001-unstated-kind.js';
import { PointsOfContact1764000300010 } from './1764000300010-points-of-contact.js';
import { Invitations1764000300020 } from './1764000300020-invitations.js';
import { Accounts1764000300021 } from './1764000300021-accounts.js';
import { AreasRequestedFor1764000300040 } from './1764000300040-areas-requested-for.js';
import { SessionsHaveIds1764000300050 } from './1764000300050-sessions-have-ids.js';
import { SomebodyAdministers1764000300051 } from './1764000300051-somebody-administers.js';
import { MailsByWhatTheyAreAbout1764000300052 } from './1764000300052-mails-by-what-they-are-about.js';
import { LettersAndTheirReaders1764000300080 } from './1764000300080-letters-and-their-readers.js';
import { ContactsVerifiedAgain1764000300081 } from './1764000300081-contacts-verified-again.js';
import { AuditorsOfTheHouse1764000300090 } from './1764000300090-auditors-of-the-house.js';
import { DeputiesWhoTakeOver1764000300100 } from './1764000300100-deputies-who-take-over.js';
import { DesignationsEndWithRoles1764000300110 } from './1764000300110-designations-end-with-roles.js';
import { PhonesAsTheyAreDialled1764000300120 } from './1764000300120-phones-as-they-are-dialled.js';

export const identityMigrations = [
  IdentityTables1764000300000,
  UnstatedKind1764000300001,
  PointsOfContact1764000300010,
  Invitations1764000300020,
  Accounts1764000300021,
  AreasRequestedFor1764000300040,
  SessionsHaveIds1764000300050,
  SomebodyAdministers1764000300051,
  MailsByWhatTheyAreAbout1764000300052,
  LettersAndTheirReaders1764000300080,
  ContactsVerifiedAgain1764000300081,
  AuditorsOfTheHouse1764000300090,
  DeputiesWhoTakeOver1764000300100,
  DesignationsEndWithRoles1764000300110,
  PhonesAsTheyAreDialled1764000300120,
];
