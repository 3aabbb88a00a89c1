import { useQuery } from '@tanstack/react-query';
import { candidatesQuery } from '../../api/needs.js';
import type { Candidate, Need } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Loaded } from '../../ui/trouble.js';
import { ReasonsView, RulesList, Score } from '../reasons/reasons-view.js';

/** Offers looked at for this need just now: what fits, and what nearly fits and why it does not. */
export function NearMisses({ need }: { need: Need }) {
  const t = useText();
  const candidates = useQuery(candidatesQuery(need.id));
  return (
    <Loaded query={candidates} loading={t('candidates.loading')}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('candidates.none')}</p>
        ) : (
          <ul className="entries">
            {items.map((candidate) => (
              <CandidateEntry key={`${candidate.needItemId} ${candidate.offer.id}`} candidate={candidate} need={need} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

function CandidateEntry({ candidate, need }: { candidate: Candidate; need: Need }) {
  const t = useText();
  const { offer, reasons, measure, eligible, available } = candidate;
  const item = need.items.find(({ id }) => id === candidate.needItemId);
  const measures = { need: item?.measure ?? measure, offer: measure };
  return (
    <li>
      <p className="entry-title">
        <span dir="auto">{offer.title}</span> <Score value={reasons.score} />
      </p>
      <p className="under">
        <Text
          id="candidate.gives"
          values={{
            donor: <bdi key="donor">{offer.organization.name}</bdi>,
            available: <Quantity key="available" value={available} measure={measure} />,
            item: (
              <bdi key="item" dir="auto">
                {item?.description ?? candidate.needItemId}
              </bdi>
            ),
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
