import { MatchingTables1764000600000 } from './1764000600000-matching-tables.js';
import { ReviewSaysForWhat1764000600001 } from './1764000600001-review-says-for-what.js';
import { TwoPeopleConsent1764000600002 } from './1764000600002-two-people-consent.js';
import { LoweredMatches1764000600010 } from './1764000600010-lowered-matches.js';
import { Pledges1764000600020 } from './1764000600020-pledges.js';
import { MatchesOfARevision1764000600030 } from './1764000600030-matches-of-a-revision.js';
import { SupersededByAMerge1764000600040 } from './1764000600040-superseded-by-a-merge.js';
import { MatchesOfPublishedRevisions1764000600050 } from './1764000600050-matches-of-published-revisions.js';
import { ConsentsForWhatWasShown1764000600060 } from './1764000600060-consents-for-what-was-shown.js';
import { PaidByFunds1764000600180 } from './1764000600180-paid-by-funds.js';
import { PledgedAgain1764000600190 } from './1764000600190-pledged-again.js';
import { DonorsOfANeed1764000600061 } from './1764000600061-donors-of-a-need.js';
import { Deliveries1764000600080 } from './1764000600080-deliveries.js';
import { OfferedToItems1764000600081 } from './1764000600081-offered-to-items.js';
import { EndedWithItsItem1764000600085 } from './1764000600085-ended-with-its-item.js';
import { OffersInPublic1764000600090 } from './1764000600090-offers-in-public.js';
import { NeedsUnderWay1764000600100 } from './1764000600100-needs-under-way.js';
import { OfferedInItsMeasure1764000600130 } from './1764000600130-offered-in-its-measure.js';
import { PaidByDonors1764000600140 } from './1764000600140-paid-by-donors.js';
import { ValuesOfMatches1764000600150 } from './1764000600150-values-of-matches.js';
import { SeveralFilesOfADelivery1764000600160 } from './1764000600160-several-files-of-a-delivery.js';
import { AreaAndCategoryAsShown1764000600170 } from './1764000600170-area-and-category-as-shown.js';
import { EndedWithAnotherItem1764000600200 } from './1764000600200-ended-with-another-item.js';

export const matchingMigrations = [
  MatchingTables1764000600000,
  ReviewSaysForWhat1764000600001,
  TwoPeopleConsent1764000600002,
  LoweredMatches1764000600010,
  Pledges1764000600020,
  MatchesOfARevision1764000600030,
  SupersededByAMerge1764000600040,
  MatchesOfPublishedRevisions1764000600050,
  ConsentsForWhatWasShown1764000600060,
  DonorsOfANeed1764000600061,
  Deliveries1764000600080,
  OfferedToItems1764000600081,
  EndedWithItsItem1764000600085,
  OffersInPublic1764000600090,
  NeedsUnderWay1764000600100,
  OfferedInItsMeasure1764000600130,
  PaidByDonors1764000600140,
  ValuesOfMatches1764000600150,
  SeveralFilesOfADelivery1764000600160,
  AreaAndCategoryAsShown1764000600170,
  PaidByFunds1764000600180,
  PledgedAgain1764000600190,
  EndedWithAnotherItem1764000600200,
];
