import { OffersTables1764000500000 } from './1764000500000-offers-tables.js';
import { OffersAgreed1764001200000 } from './1764001200000-offers-agreed.js';
import { WhatTheSourceSaid1764001200001 } from './1764001200001-what-the-source-said.js';
import { OfferWordsBetweenSlashes1764001200002 } from './1764001200002-words-between-slashes.js';
import { WhatAnOfferAsksFor1764001200010 } from './1764001200010-what-an-offer-asks-for.js';
import { OffersOpenAgain1764001200011 } from './1764001200011-offers-open-again.js';
import { TermsOfOffers1764001200030 } from './1764001200030-terms-of-offers.js';
import { LevelsFollowFromEarmarks1764001200031 } from './1764001200031-levels-follow-from-earmarks.js';
import { PledgesStayWithTheirNeed1764001200032 } from './1764001200032-pledges-stay-with-their-need.js';
import { OfferWordsInTheirForms1764001200050 } from './1764001200050-offer-words-in-their-forms.js';
import { TagsOfOffers1764001200051 } from './1764001200051-tags-of-offers.js';
import { OffersFoundByName1764001200060 } from './1764001200060-offers-found-by-name.js';
import { OffersRunOut1764001200100 } from './1764001200100-offers-run-out.js';
import { DaysOfGrace1764001200110 } from './1764001200110-days-of-grace.js';
import { OffersFoundByRegion1764001200120 } from './1764001200120-offers-found-by-region.js';
import { OffersBegin1764001200130 } from './1764001200130-offers-begin.js';
import { OfferSignsPartWords1764001200140 } from './1764001200140-signs-part-words.js';

export const offersMigrations = [
  OffersTables1764000500000,
  OffersAgreed1764001200000,
  WhatTheSourceSaid1764001200001,
  OfferWordsBetweenSlashes1764001200002,
  WhatAnOfferAsksFor1764001200010,
  OffersOpenAgain1764001200011,
  TermsOfOffers1764001200030,
  LevelsFollowFromEarmarks1764001200031,
  PledgesStayWithTheirNeed1764001200032,
  OfferWordsInTheirForms1764001200050,
  TagsOfOffers1764001200051,
  OffersFoundByName1764001200060,
  OffersRunOut1764001200100,
  DaysOfGrace1764001200110,
  OffersFoundByRegion1764001200120,
  OffersBegin1764001200130,
  OfferSignsPartWords1764001200140,
];
