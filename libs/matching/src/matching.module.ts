import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { NeedsModule } from '#libs/needs';
import { OffersModule } from '#libs/offers';
import { CandidatesQueries } from './candidates.queries.js';
import { matchingEntities } from './match.entity.js';
import { MatchHistoryQueries } from './match-history.queries.js';
import { MatchesQueries } from './matches.queries.js';
import { MatchesService } from './matches.service.js';
import { MatchedNeedsService } from './matched-needs.service.js';
import { PairQueries } from './pair.queries.js';
import { PledgesQueries } from './pledges.queries.js';
import { PledgesService } from './pledges.service.js';
import { Suggestions } from './suggestions.service.js';
import { UnconfirmedMatches } from './unconfirmed-matches.js';

@Module({
  imports: [TypeOrmModule.forFeature(matchingEntities), AuditModule, NeedsModule, OffersModule],
  providers: [
    CandidatesQueries,
    MatchHistoryQueries,
    MatchesQueries,
    MatchesService,
    MatchedNeedsService,
    PairQueries,
    PledgesQueries,
    PledgesService,
    Suggestions,
    UnconfirmedMatches,
  ],
  exports: [
    CandidatesQueries,
    MatchHistoryQueries,
    MatchesQueries,
    MatchesService,
    MatchedNeedsService,
    PledgesQueries,
    PledgesService,
    Suggestions,
  ],
})
export class MatchingModule {}
