import { NeedsTables1764000400000 } from './1764000400000-needs-tables.js';
import { PriorityMayBeUnstated1764000400001 } from './1764000400001-priority-may-be-unstated.js';
import { CommittedStaysAsAgreed1764000400002 } from './1764000400002-committed-stays-as-agreed.js';
import { SortedHere1764000400003 } from './1764000400003-sorted-here.js';
import { NeedsFoundByReference1764000400004 } from './1764000400004-needs-found-by-reference.js';
import { NeedWordsBetweenSlashes1764000400005 } from './1764000400005-words-between-slashes.js';
import { NeedLife1764000400010 } from './1764000400010-need-life.js';
import { NeedBuilder1764000400020 } from './1764000400020-need-builder.js';
import { SubmissionThreshold1764000400021 } from './1764000400021-submission-threshold.js';
import { NeedsSearchedInTheirLanguage1764000400030 } from './1764000400030-needs-searched-in-their-language.js';
import { NationalReports1764000400040 } from './1764000400040-national-reports.js';
import { NeedRevisions1764000400050 } from './1764000400050-need-revisions.js';
import { RevisionsSinceOpen1764000400051 } from './1764000400051-revisions-since-open.js';
import { AreasOfEarlierNeeds1764000400080 } from './1764000400080-areas-of-earlier-needs.js';
import { ConfirmedEachCycle1764000400090 } from './1764000400090-confirmed-each-cycle.js';
import { NeedDuplicates1764000400100 } from './1764000400100-need-duplicates.js';
import { SiteVisibility1764000400110 } from './1764000400110-site-visibility.js';
import { RemovedItems1764000400120 } from './1764000400120-removed-items.js';
import { AgreedAndShown1764000400121 } from './1764000400121-agreed-and-shown.js';
import { MustHavesCover1764000400122 } from './1764000400122-must-haves-cover.js';
import { PublishedForATime1764000400123 } from './1764000400123-published-for-a-time.js';
import { NeedWordsWithoutMarks1764000400150 } from './1764000400150-words-without-marks.js';
import { EndsOnRecord1764000400160 } from './1764000400160-ends-on-record.js';
import { FoundByPlaceAndCategory1764000400170 } from './1764000400170-found-by-place-and-category.js';
import { InDelivery1764000400171 } from './1764000400171-in-delivery.js';
import { SubmissionAsksForFacts1764000400172 } from './1764000400172-submission-asks-for-facts.js';
import { RevisionsOfSites1764000400180 } from './1764000400180-revisions-of-sites.js';
import { UnderWay1764000400190 } from './1764000400190-under-way.js';
import { CyclesOfNeedsStay1764000400210 } from './1764000400210-cycles-of-needs-stay.js';
import { HandedInAgain1764000400220 } from './1764000400220-handed-in-again.js';
import { AskedAboutItems1764000400230 } from './1764000400230-asked-about-items.js';
import { TypesChosenLater1764000400240 } from './1764000400240-types-chosen-later.js';
import { NeedSignsPartWords1764000400250 } from './1764000400250-signs-part-words.js';
import { SaidLater1764000400260 } from './1764000400260-said-later.js';

export const needsMigrations = [
  NeedsTables1764000400000,
  PriorityMayBeUnstated1764000400001,
  CommittedStaysAsAgreed1764000400002,
  SortedHere1764000400003,
  NeedsFoundByReference1764000400004,
  NeedWordsBetweenSlashes1764000400005,
  NeedLife1764000400010,
  NeedBuilder1764000400020,
  SubmissionThreshold1764000400021,
  NeedsSearchedInTheirLanguage1764000400030,
  NationalReports1764000400040,
  NeedRevisions1764000400050,
  RevisionsSinceOpen1764000400051,
  AreasOfEarlierNeeds1764000400080,
  ConfirmedEachCycle1764000400090,
  NeedDuplicates1764000400100,
  SiteVisibility1764000400110,
  RemovedItems1764000400120,
  AgreedAndShown1764000400121,
  MustHavesCover1764000400122,
  PublishedForATime1764000400123,
  NeedWordsWithoutMarks1764000400150,
  EndsOnRecord1764000400160,
  FoundByPlaceAndCategory1764000400170,
  InDelivery1764000400171,
  SubmissionAsksForFacts1764000400172,
  RevisionsOfSites1764000400180,
  UnderWay1764000400190,
  CyclesOfNeedsStay1764000400210,
  HandedInAgain1764000400220,
  AskedAboutItems1764000400230,
  TypesChosenLater1764000400240,
  NeedSignsPartWords1764000400250,
  SaidLater1764000400260,
];
