import type { Match } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { changesOf, type Change } from '../../ui/seen.js';
import { StateTag } from '../../ui/tag.js';

/** What differs between two versions of a match, in the words of the page. */
export function useMatchChanges(before: Match, now: Match): readonly Change[] {
  const t = useText();
  const none = t('value.none');
  const rows = [
    {
      label: t('match.state'),
      show: (match: Match) => <StateTag of="match" state={match.state} />,
      key: (match: Match) => match.state,
    },
    {
      label: t('match.amount'),
      show: (match: Match) => <Quantity value={match.amount} measure={match.measure} />,
      key: (match: Match) => match.amount,
    },
    { label: t('match.reviewed-by'), ...text((match) => match.reviewedBy?.name ?? none) },
    { label: t('match.review-note'), ...text((match) => match.reviewNote ?? none) },
    { label: t('match.donor-consent'), ...text((match) => match.donorConsentBy?.name ?? none) },
    { label: t('match.state-consent'), ...text((match) => match.stateConsentBy?.name ?? none) },
    { label: t('match.lowered-reason'), ...text((match) => match.loweredReason ?? none) },
    { label: t('match.reason'), ...text((match) => match.declinedReason ?? none) },
  ];
  return changesOf(rows, before, now);
}

function text(read: (match: Match) => string) {
  return { key: read, show: (match: Match) => <bdi dir="auto">{read(match)}</bdi> };
}
