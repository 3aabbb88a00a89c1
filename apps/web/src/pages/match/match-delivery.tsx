import { useQuery } from '@tanstack/react-query';
import { deliveriesQuery } from '../../api/deliveries.js';
import type { Delivery, Match, MatchDeliveries } from '../../api/types.js';
import { Text } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Day, Moment } from '../../ui/dates.js';
import { Fact, Facts } from '../../ui/facts.js';
import { Section } from '../../ui/page.js';
import { StateTag, Tag } from '../../ui/tag.js';
import { Loaded } from '../../ui/trouble.js';
import { Note } from '../../ui/words.js';
import { DeliveryActs, DeliveryDecision, type DeliveryActProps } from './delivery-acts.js';
import { inWordsOf, useDeliveryText } from './delivery-words.js';
import { isGiven } from './match-filters.js';

/** What of a match that no fund pays is planned, has arrived and was accepted; with what this person can do about it. */
export function MatchDelivery({ match, onDone }: { match: Match; onDone: () => Promise<void> }) {
  const t = useDeliveryText(match.measure);
  const isShown = isGiven(match.state) && match.paidBy !== 'fund';
  const deliveries = useQuery({ ...deliveriesQuery(match.id), enabled: isShown });
  if (!isShown) return null;
  const isOpen = match.measure.currency !== undefined && match.paidBy === null;
  return (
    <Section id="delivery" title={t('delivery.title')} lead={t(isOpen ? 'payment.lead.open' : 'delivery.lead')}>
      <Loaded query={deliveries} loading={t('delivery.loading')}>
        {(data) => {
          const props = { match, deliveries: data, onDone, onConflict: () => void deliveries.refetch() };
          return (
            <>
              <DeliveryFacts deliveries={data} />
              {data.items.length > 0 && <Deliveries {...props} />}
              <DeliveryActs {...props} />
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function DeliveryFacts({ deliveries: { plannedOn, note, amount, delivered, accepted, measure } }: DeliveryFactsProps) {
  const t = useDeliveryText(measure);
  return (
    <Facts>
      <Fact label={t('delivery.planned')}>
        {plannedOn === null ? t('delivery.not-planned') : <Day value={plannedOn} />}
        {note && <Note text={note} />}
      </Fact>
      <Fact label={t('delivery.delivered')}>
        <Text
          id="delivery.of"
          values={{
            part: <Quantity key="part" value={delivered} measure={measure} />,
            whole: <Quantity key="whole" value={amount} measure={measure} />,
          }}
        />
      </Fact>
      <Fact label={t('delivery.accepted')}>
        <Quantity value={accepted} measure={measure} />
      </Fact>
    </Facts>
  );
}

interface DeliveryFactsProps {
  readonly deliveries: MatchDeliveries;
}

function Deliveries(props: DeliveryActProps) {
  const { items, measure } = props.deliveries;
  const t = useDeliveryText(measure);
  return (
    <ol className="thread" aria-label={t('delivery.list')}>
      {items.map((delivery, index) => (
        <li key={delivery.id}>
          <p>
            <Text
              id={inWordsOf(measure)('delivery.one')}
              values={{
                quantity: <Quantity key="quantity" value={delivery.quantity} measure={measure} />,
                day: <Day key="day" value={delivery.deliveredOn} />,
              }}
            />{' '}
            {isPartly(delivery) ? (
              <Tag tone="active">{t('delivery.accepted.partly')}</Tag>
            ) : (
              <StateTag of="delivery" state={delivery.state} />
            )}
          </p>
          <p className="under">
            <Text
              id="delivery.recorded"
              values={{
                person: <bdi key="person">{delivery.recordedBy.name}</bdi>,
                at: <Moment key="at" value={delivery.recordedAt} />,
              }}
            />
          </p>
          {delivery.note && <Note text={delivery.note} />}
          {delivery.evidence.length > 0 && (
            <ul className="bullets" aria-label={t('delivery.evidence.list')}>
              {delivery.evidence.map(({ id, name }) => (
                <li key={id}>
                  <a href={`/api/v1/files/${id}`} download>
                    <bdi>{name}</bdi>
                  </a>
                </li>
              ))}
            </ul>
          )}
          <Decided delivery={delivery} measure={measure} />
          <DeliveryDecision {...props} delivery={delivery} number={index + 1} />
        </li>
      ))}
    </ol>
  );
}

const isPartly = ({ state, accepted, quantity }: Delivery) => state === 'accepted' && accepted !== quantity;

function Decided({ delivery, measure }: { delivery: Delivery; measure: MatchDeliveries['measure'] }) {
  const { state, decidedBy, decidedAt, reason, accepted, quantity } = delivery;
  const returned = (BigInt(quantity) - BigInt(accepted)).toString();
  if (state === 'delivered' || decidedAt === null) return null;
  const way = isPartly(delivery) ? 'partly' : state;
  return (
    <>
      <p className="under">
        <Text
          id={inWordsOf(measure)(`delivery.decided.${way}`)}
          values={{
            accepted: <Quantity key="accepted" value={accepted} measure={measure} />,
            quantity: <Quantity key="quantity" value={quantity} measure={measure} />,
            returned: <Quantity key="returned" value={returned} measure={measure} />,
            person: <bdi key="person">{decidedBy?.name ?? ''}</bdi>,
            at: <Moment key="at" value={decidedAt} />,
          }}
        />
      </p>
      {reason && <Note text={reason} />}
    </>
  );
}
