export { CandidatesQueries } from './candidates.queries.js';
export type { Candidate } from './candidates.queries.js';
export { DeliveriesQueries } from './deliveries.queries.js';
export { DeliveriesService } from './deliveries.service.js';
export { Delivery } from './delivery.entity.js';
export { deliveryStates } from './delivery.states.js';
export type { Change, Facts, FactValue, RuleResult } from './hard.rules.js';
export type { Seen } from './lock-match.js';
export { Match, matchingEntities } from './match.entity.js';
export { MATCH_VERBS, matchStates } from './match.states.js';
export type { MatchState } from './match.states.js';
export { MatchesQueries, matchesVisibleTo, shownNow, viewer } from './matches.queries.js';
export type { MatchFilter, MatchView } from './matches.queries.js';
export { MatchesService } from './matches.service.js';
export type { Proposal, Review } from './matches.service.js';
export {
  AmountNotAvailable,
  MatchNotLowered,
  OwnMatch,
  PairAlreadyMatched,
  PairDoesNotFit,
} from './matching.errors.js';
export { MATCH_CONFIRMED, MATCH_DECLINED, MATCH_LOWERED, MATCH_RESCINDED, MATCH_SUGGESTED } from './matching.events.js';
export { matchingInvariants } from './matching.invariants.js';
export { MatchingModule } from './matching.module.js';
export { matchingMigrations } from './migrations/index.js';
export { MatchedNeedsService } from './matched-needs.service.js';
export { isStateSide } from './pair.queries.js';
export { PledgesService } from './pledges.service.js';
export { ReceiptsService } from './receipts.service.js';
export { SCORING_POLICY } from './score.rules.js';
export type { Reasons, ScorePart } from './score.rules.js';
export { Suggestions } from './suggestions.service.js';
