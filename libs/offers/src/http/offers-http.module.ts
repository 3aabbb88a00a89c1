import { Module } from '@nestjs/common';
import { OffersModule } from '../offers.module.js';
import { OffersSheetController } from './offers-sheet.controller.js';
import { OffersController } from './offers.controller.js';

@Module({ imports: [OffersModule], controllers: [OffersSheetController, OffersController] })
export class OffersHttpModule {}
