import { useQuery } from '@tanstack/react-query';
import { candidatesQuery } from '../../api/needs.js';
import type { Candidate, Need, NeedItem } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Loaded } from '../../ui/trouble.js';
import { shortened } from '../../ui/words.js';
import { ReasonsView, RulesList, Score } from '../reasons/reasons-view.js';

const ITEM_CHARS = 100;
/** The nearest ones; the others are folded away. */
const SHOWN = 3;

/** Offers looked at for this need just now, item by item: what fits, and what nearly fits and why it does not. */
export function NearMisses({ need }: { need: Need }) {
  const t = useText();
  const candidates = useQuery(candidatesQuery(need.id));
  return (
    <Loaded query={candidates} loading={t('candidates.loading')}>
      {({ items: found }) =>
        found.length === 0 ? (
          <p className="soft">{t('candidates.none')}</p>
        ) : (
          need.items.map((item) => (
            <ItemCandidates
              key={item.id}
              item={item}
              candidates={found.filter(({ needItemId }) => needItemId === item.id)}
            />
          ))
        )
      }
    </Loaded>
  );
}

function ItemCandidates({ item, candidates }: { item: NeedItem; candidates: readonly Candidate[] }) {
  const t = useText();
  if (candidates.length === 0) return null;
  return (
    <>
      <h3>
        <Text
          id="candidate.item"
          values={{
            position: item.position,
            item: (
              <bdi key="item" dir="auto">
                {shortened(item.description, ITEM_CHARS)}
              </bdi>
            ),
          }}
        />
      </h3>
      <Candidates item={item} candidates={candidates.slice(0, SHOWN)} />
      {candidates.length > SHOWN && (
        <details className="fold">
          <summary>{t('candidate.more', { count: candidates.length - SHOWN })}</summary>
          <Candidates item={item} candidates={candidates.slice(SHOWN)} />
        </details>
      )}
    </>
  );
}

function Candidates({ item, candidates }: { item: NeedItem; candidates: readonly Candidate[] }) {
  return (
    <ul className="entries">
      {candidates.map((candidate) => (
        <CandidateEntry key={candidate.offer.id} candidate={candidate} item={item} />
      ))}
    </ul>
  );
}

function CandidateEntry({ candidate, item }: { candidate: Candidate; item: NeedItem }) {
  const t = useText();
  const { offer, reasons, measure, eligible, available } = candidate;
  const measures = { need: item.measure, offer: measure };
  return (
    <li>
      <p className="entry-title">
        <span dir="auto">{offer.title}</span> {eligible && reasons.score !== null && <Score value={reasons.score} />}
      </p>
      <p className="under">
        <Text
          id={eligible ? 'candidate.gives' : 'candidate.of'}
          values={{
            donor: <bdi key="donor">{offer.organization.name}</bdi>,
            available: <Quantity key="available" value={available} measure={measure} />,
          }}
        />
      </p>
      {eligible ? (
        <details className="fold">
          <summary>{t('candidate.fits')}</summary>
          <ReasonsView reasons={reasons} measures={measures} />
        </details>
      ) : (
        <RulesList rules={reasons.rules} measures={measures} />
      )}
    </li>
  );
}
