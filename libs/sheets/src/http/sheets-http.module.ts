import { Module } from '@nestjs/common';
import { SheetsModule } from '../sheets.module.js';
import { ImportsController } from './imports.controller.js';

@Module({ imports: [SheetsModule], controllers: [ImportsController] })
export class SheetsHttpModule {}
