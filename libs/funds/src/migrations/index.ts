import { FundsTables1764000900000 } from './1764000900000-funds-tables.js';
import { CreditsOfAFund1764000900010 } from './1764000900010-credits-of-a-fund.js';
import { OffersAgreedOnce1764000900020 } from './1764000900020-offers-agreed-once.js';
import { OwnMatchesOnly1764000900030 } from './1764000900030-own-matches-only.js';
import { PledgesOfDonors1764000900031 } from './1764000900031-pledges-of-donors.js';
import { EarmarksAsOfOffers1764000900032 } from './1764000900032-earmarks-as-of-offers.js';
import { RatesStay1764000900040 } from './1764000900040-rates-stay.js';

export const fundsMigrations = [
  FundsTables1764000900000,
  CreditsOfAFund1764000900010,
  OffersAgreedOnce1764000900020,
  OwnMatchesOnly1764000900030,
  PledgesOfDonors1764000900031,
  EarmarksAsOfOffers1764000900032,
  RatesStay1764000900040,
];
