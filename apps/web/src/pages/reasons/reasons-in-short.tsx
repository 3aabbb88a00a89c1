import type { Part, Reasons } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { partWords } from './reason-words.js';
import type { Measures } from './reason-words.js';
import { useVocabulary } from './use-vocabulary.js';

/** What raised the score most and what cost it most, in a sentence each. */
export function ReasonsInShort({ reasons, measures }: { reasons: Reasons; measures: Measures }) {
  const t = useText();
  const say = useVocabulary();
  const { raised, lowered } = extremes(reasons.parts);
  if (reasons.parts.length === 0) return <>{t('reasons.none')}</>;
  return (
    <>
      {raised && (
        <span className="reason-short">
          <Text id="reasons.raised" values={{ reason: partWords(raised, measures, say) }} />
        </span>
      )}
      {lowered && (
        <span className="reason-short">
          <Text id="reasons.lowered" values={{ reason: partWords(lowered, measures, say) }} />
        </span>
      )}
    </>
  );
}

/** The part that adds most points and the part that misses most; none where nothing is added or missed. */
export function extremes(parts: readonly Part[]): { raised: Part | null; lowered: Part | null } {
  const added = (part: Part) => part.weight * part.value;
  const missed = (part: Part) => part.weight * (1 - part.value);
  const best = (by: (part: Part) => number) =>
    parts.reduce<Part | null>((top, part) => (by(part) > 0 && (!top || by(part) > by(top)) ? part : top), null);
  return { raised: best(added), lowered: best(missed) };
}
