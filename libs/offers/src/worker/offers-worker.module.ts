import { Module } from '@nestjs/common';
import { OffersModule } from '../offers.module.js';
import { ExpireOffers } from './expire-offers.js';

@Module({ imports: [OffersModule], providers: [ExpireOffers] })
export class OffersWorkerModule {}
