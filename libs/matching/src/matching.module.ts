import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '#libs/audit';
import { IdentityModule } from '#libs/identity';
import { NeedsModule } from '#libs/needs';
import { OffersModule } from '#libs/offers';
import { ReferenceModule } from '#libs/reference';
import { CandidatesQueries } from './candidates.queries.js';
import { DeliveriesQueries } from './deliveries.queries.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryBook } from './delivery-book.js';
import { matchingEntities } from './match.entity.js';
import { MatchValues } from './match-values.js';
import { MatchHistoryQueries } from './match-history.queries.js';
import { MatchesQueries } from './matches.queries.js';
import { MatchesService } from './matches.service.js';
import { MatchedNeedsService } from './matched-needs.service.js';
import { PairQueries } from './pair.queries.js';
import { PledgesQueries } from './pledges.queries.js';
import { PledgesService } from './pledges.service.js';
import { ReceiptsService } from './receipts.service.js';
import { RestoredMatches } from './restored-matches.js';
import { Suggestions } from './suggestions.service.js';
import { UnconfirmedMatches } from './unconfirmed-matches.js';

@Module({
  imports: [
    TypeOrmModule.forFeature(matchingEntities),
    AuditModule,
    IdentityModule,
    NeedsModule,
    OffersModule,
    ReferenceModule,
  ],
  providers: [
    CandidatesQueries,
    DeliveriesQueries,
    DeliveriesService,
    DeliveryBook,
    MatchHistoryQueries,
    MatchValues,
    MatchesQueries,
    MatchesService,
    MatchedNeedsService,
    PairQueries,
    PledgesQueries,
    PledgesService,
    ReceiptsService,
    RestoredMatches,
    Suggestions,
    UnconfirmedMatches,
  ],
  exports: [
    CandidatesQueries,
    DeliveriesQueries,
    DeliveriesService,
    MatchHistoryQueries,
    MatchesQueries,
    MatchesService,
    MatchedNeedsService,
    PledgesQueries,
    PledgesService,
    ReceiptsService,
    Suggestions,
  ],
})
export class MatchingModule {}
