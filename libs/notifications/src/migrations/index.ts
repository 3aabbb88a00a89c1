import { NotificationsTables1764001300000 } from './1764001300000-notifications-tables.js';
import { ContactsToVerify1764001300050 } from './1764001300050-contacts-to-verify.js';
import { NewsOfConsents1764001300060 } from './1764001300060-news-of-consents.js';
import { NewsOfDeliveries1764001300080 } from './1764001300080-news-of-deliveries.js';
import { NewsOfStoppedDeliveries1764001300090 } from './1764001300090-news-of-stopped-deliveries.js';
import { NewsOfEveryMove1764001300100 } from './1764001300100-news-of-every-move.js';
import { NewsOfEndedOffers1764001300110 } from './1764001300110-news-of-ended-offers.js';
import { NewsOfEndedDesignations1764001300120 } from './1764001300120-news-of-ended-designations.js';
import { NewsOfRevisedNeeds1764001300130 } from './1764001300130-news-of-revised-needs.js';
import { NewsOfSurplus1764001300140 } from './1764001300140-news-of-surplus.js';
import { NewsOfAcceptancesTakenBack1764001300150 } from './1764001300150-news-of-acceptances-taken-back.js';
import { FoundNeeds1764001300160 } from './1764001300160-found-needs.js';
import { NewsOfReturnsTakenBack1764001300170 } from './1764001300170-news-of-returns-taken-back.js';
import { NotedSearches1764001300180 } from './1764001300180-noted-searches.js';
import { NewsOfEndedMerges1764001300190 } from './1764001300190-news-of-ended-merges.js';
import { FindsThatComeAgain1764001300200 } from './1764001300200-finds-that-come-again.js';
import { NewsOfImports1764001300210 } from './1764001300210-news-of-imports.js';

export const notificationsMigrations = [
  NotificationsTables1764001300000,
  ContactsToVerify1764001300050,
  NewsOfConsents1764001300060,
  NewsOfDeliveries1764001300080,
  NewsOfStoppedDeliveries1764001300090,
  NewsOfEveryMove1764001300100,
  NewsOfEndedOffers1764001300110,
  NewsOfEndedDesignations1764001300120,
  NewsOfRevisedNeeds1764001300130,
  NewsOfSurplus1764001300140,
  NewsOfAcceptancesTakenBack1764001300150,
  FoundNeeds1764001300160,
  NewsOfReturnsTakenBack1764001300170,
  NotedSearches1764001300180,
  NewsOfEndedMerges1764001300190,
  FindsThatComeAgain1764001300200,
  NewsOfImports1764001300210,
];
