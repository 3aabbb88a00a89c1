import type { Match } from '../../api/types.js';
import { Text } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { isGiven, isOver } from './match-filters.js';

/** Who gives, or would give, what to whom. */
export function MatchSentence({ match }: { match: Match }) {
  return (
    <Text
      id="match.sentence"
      values={{
        donor: <bdi key="donor">{match.offer.organization.name}</bdi>,
        state: <bdi key="state">{match.need.organization.name}</bdi>,
        given: isGiven(match.state)
          ? 'yes'
          : isOver(match.state)
            ? 'over'
            : match.origin === 'pledge'
              ? 'pledged'
              : 'no',
        amount: <Quantity key="amount" value={match.amount} measure={match.measure} />,
      }}
    />
  );
}
