import { Module } from '@nestjs/common';
import { MatchingModule } from '../matching.module.js';
import { SuggestMatches } from './suggest-matches.js';

@Module({ imports: [MatchingModule], providers: [SuggestMatches] })
export class MatchingWorkerModule {}
