import { Module } from '@nestjs/common';
import { NeedsModule } from '../needs.module.js';
import { ExpireNeeds } from './expire-needs.js';

@Module({ imports: [NeedsModule], providers: [ExpireNeeds] })
export class NeedsWorkerModule {}
