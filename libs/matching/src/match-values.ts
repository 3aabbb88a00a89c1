import { Inject, Injectable } from '@nestjs/common';
import { calendarDateOf, type Clock } from '#libs/kernel';
import { CLOCK, Outbox, type Tx } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { Match } from './match.entity.js';
import { MatchValue, type ValuedEvent } from './match-value.entity.js';
import { MATCH_CONFIRMED, MATCH_PLEDGED } from './matching.events.js';

/**
 * Freezes the rate of the day, in the transaction that pledges money to a need or commits it. Where no rate is known that is kept
 * instead: a pledge is a promise, and is not refused for it.
 */
@Injectable()
export class MatchValues {
  constructor(
    private readonly reference: ReferenceQueries,
    @Inject(CLOCK) private readonly clock: Clock,
    outbox: Outbox,
  ) {
    outbox.follow([MATCH_PLEDGED], (tx, { refId }) => this.freeze(tx, 'pledge', refId));
    outbox.follow([MATCH_CONFIRMED], (tx, { refId }) => this.freeze(tx, 'commitment', refId));
  }

  private async freeze(tx: Tx, event: ValuedEvent, matchId: string): Promise<void> {
    const { amount, currency } = await tx.findOneByOrFail(Match, { id: matchId });
    if (currency === null) return;
    const valuedOn = calendarDateOf(this.clock.now());
    const rate = await this.reference.rateOn(tx, currency, valuedOn);
    await tx.insert(MatchValue, {
      ...{ matchId, event, valuedOn, amount, currency },
      rateUnitsPerUsd: rate?.unitsPerUsd ?? null,
      rateOn: rate?.effectiveOn ?? null,
      rateSource: rate?.source ?? null,
    });
  }
}

/** A pledge that is proposed again keeps the amount, the day and the rate of when it was made. */
export async function copyPledgeValue(tx: Tx, fromMatchId: string, toMatchId: string): Promise<void> {
  const value = await tx.findOneBy(MatchValue, { matchId: fromMatchId, event: 'pledge' });
  if (value) await tx.insert(MatchValue, { ...value, matchId: toMatchId });
}
