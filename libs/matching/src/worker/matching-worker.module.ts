import { Module } from '@nestjs/common';
import { MatchingModule } from '../matching.module.js';
import { RefreshSuggestions } from './refresh-suggestions.js';
import { SuggestMatches } from './suggest-matches.js';

@Module({ imports: [MatchingModule], providers: [SuggestMatches, RefreshSuggestions] })
export class MatchingWorkerModule {}
