import { Module } from '@nestjs/common';
import { ReferenceModule } from '../reference.module.js';
import { MeetingsController } from './meetings.controller.js';
import { ReferenceController } from './reference.controller.js';

@Module({ imports: [ReferenceModule], controllers: [MeetingsController, ReferenceController] })
export class ReferenceHttpModule {}
