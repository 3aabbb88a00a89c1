import { Module } from '@nestjs/common';
import { NeedsModule } from '../needs.module.js';
import { NeedsController } from './needs.controller.js';

@Module({ imports: [NeedsModule], controllers: [NeedsController] })
export class NeedsHttpModule {}
