import { Module } from '@nestjs/common';
import { FundsModule } from '../funds.module.js';
import { AgreementsController } from './agreements.controller.js';
import { FundsController } from './funds.controller.js';

@Module({ imports: [FundsModule], controllers: [FundsController, AgreementsController] })
export class FundsHttpModule {}
