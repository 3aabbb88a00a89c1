import { Module } from '@nestjs/common';
import { SheetsModule } from '../sheets.module.js';
import { ForgetImports } from './forget-imports.js';
import { UseSheet } from './use-sheet.js';

@Module({ imports: [SheetsModule], providers: [ForgetImports, UseSheet] })
export class SheetsWorkerModule {}
