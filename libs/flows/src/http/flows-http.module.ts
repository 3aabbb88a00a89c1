import { Module } from '@nestjs/common';
import { FlowsModule } from '../flows.module.js';
import { FlowsController } from './flows.controller.js';

@Module({ imports: [FlowsModule], controllers: [FlowsController] })
export class FlowsHttpModule {}
