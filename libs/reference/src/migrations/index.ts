import type { Migration } from '#libs/platform';
import { ReferenceTables1764000200000 } from './1764000200000-reference-tables.js';
import { DatedAreaGroups1764000200010 } from './1764000200010-dated-area-groups.js';
import { ItemKinds1764000200030 } from './1764000200030-item-kinds.js';
import { Meetings1764000200040 } from './1764000200040-meetings.js';
import { WordsInTheirForms1764000200090 } from './1764000200090-words-in-their-forms.js';
import { FoundByName1764000200100 } from './1764000200100-found-by-name.js';
import { MeetingsTakenOut1764000200110 } from './1764000200110-meetings-taken-out.js';
import { AmountsInUsd1764000200120 } from './1764000200120-amounts-in-usd.js';
import { SignsPartWords1764000200130 } from './1764000200130-signs-part-words.js';

export const referenceMigrations: readonly Migration[] = [
  ReferenceTables1764000200000,
  DatedAreaGroups1764000200010,
  ItemKinds1764000200030,
  Meetings1764000200040,
  WordsInTheirForms1764000200090,
  FoundByName1764000200100,
  MeetingsTakenOut1764000200110,
  AmountsInUsd1764000200120,
  SignsPartWords1764000200130,
];
