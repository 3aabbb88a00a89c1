import { OffersTables1764000500000 } from './1764000500000-offers-tables.js';
import { OffersAgreed1764001200000 } from './1764001200000-offers-agreed.js';
import { WhatTheSourceSaid1764001200001 } from './1764001200001-what-the-source-said.js';
import { OfferWordsBetweenSlashes1764001200002 } from './1764001200002-words-between-slashes.js';

export const offersMigrations = [
  OffersTables1764000500000,
  OffersAgreed1764001200000,
  WhatTheSourceSaid1764001200001,
  OfferWordsBetweenSlashes1764001200002,
];
