import { Module } from '@nestjs/common';
import { ReferenceModule } from '../reference.module.js';
import { ReferenceController } from './reference.controller.js';

@Module({ imports: [ReferenceModule], controllers: [ReferenceController] })
export class ReferenceHttpModule {}
