import { OffersTables1764000500000 } from './1764000500000-offers-tables.js';

export const offersMigrations = [OffersTables1764000500000];
