import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useIdempotencyKey } from '../../api/idempotency.js';
import { pledge, pledgesQuery } from '../../api/pledges.js';
import { useRole, useSession } from '../../api/session.js';
import type { Need, NeedItem, NeedPledge } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { Day } from '../../ui/dates.js';
import { ActForm, LongTextField, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { measureKey } from '../../ui/measure.js';
import { Section } from '../../ui/page.js';
import { Loaded } from '../../ui/trouble.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { shortened } from '../../ui/words.js';
import { lackingOf, useUnusualAmount } from './unusual-amount.js';

const ITEM_CHARS = 100;

/** What donors offer to the items of a need beside what is committed, and where a donor pledges themselves. */
export function NeedPledges({ need }: { need: Need }) {
  const t = useText();
  const query = useQuery(pledgesQuery(need.id));
  const canPledge = useRole() === 'donor' && need.state === 'published';
  if (query.data?.items.length === 0 && !canPledge) return null;
  return (
    <Section id="pledges" title={t('pledges.title')} lead={t('pledges.lead')}>
      <Loaded query={query} loading={t('pledges.loading')}>
        {({ items: pledges }) => (
          <ul className="entries">
            {need.items
              .map((item) => ({ item, given: pledges.filter(({ needItemId }) => needItemId === item.id) }))
              .filter(({ given }) => canPledge || given.length > 0)
              .map(({ item, given }) => (
                <ItemPledges key={item.id} need={need} item={item} pledges={given} />
              ))}
          </ul>
        )}
      </Loaded>
    </Section>
  );
}

function ItemPledges({ need, item, pledges }: { need: Need; item: NeedItem; pledges: readonly NeedPledge[] }) {
  const t = useText();
  const session = useSession();
  const isDonor = session?.role === 'donor';
  const offered = pledges
    .filter(({ isCommitted, measure }) => !isCommitted && measureKey(measure) === measureKey(item.measure))
    .reduce((sum, { amount }) => sum + BigInt(amount), 0n)
    .toString();
  return (
    <li>
      <p className="entry-title" lang={need.language} dir="auto">
        {shortened(item.description || t('item.no-description'), ITEM_CHARS)}
      </p>
      <p className="under">
        {offered !== '0' && (
          <Text
            id="pledges.offered"
            values={{ offered: <Quantity key="offered" value={offered} measure={item.measure} /> }}
          />
        )}{' '}
        {item.requested !== '0' && (
          <Text
            id={item.open === '0' ? 'pledges.none-open' : 'pledges.open'}
            values={{ open: <Quantity key="open" value={item.open} measure={item.measure} /> }}
          />
        )}
      </p>
      {pledges.length > 0 && (
        <ul className="people">
          {pledges.map((one) => (
            <li key={one.matchId}>
              <bdi>{one.offer.organization.name}</bdi>
              {' · '}
              <Link to="/offers/$offerId" params={{ offerId: one.offer.id }} dir="auto">
                {one.offer.title}
              </Link>
              {' · '}
              <Quantity value={one.amount} measure={one.measure} />
              {one.isCommitted && (
                <>
                  {' · '}
                  <strong>{t('pledges.committed')}</strong>
                </>
              )}
              {one.validUntil && (
                <>
                  {' · '}
                  <Text id="pledges.until" values={{ day: <Day key="day" value={one.validUntil} /> }} />
                </>
              )}
              {isDonor && one.offer.organization.id === session.organization.id && (
                <>
                  {' · '}
                  <Link to="/offers/$offerId" params={{ offerId: one.offer.id }} hash="acts">
                    {t('pledge.change')} <span className="unseen">{one.offer.title}</span>
                  </Link>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <OpenWhile open={isDonor && need.state === 'published'}>
        <PledgeForm need={need} item={item} />
      </OpenWhile>
    </li>
  );
}

function PledgeForm({ need, item }: { need: Need; item: NeedItem }) {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  const keyOf = useIdempotencyKey();
  const { measure } = item;
  const unusual = useUnusualAmount({ measure, open: item.open, lacking: lackingOf(item) });

  async function act(data: FormData) {
    const amount = readAmount(data, 'amount', measure);
    const title = textOf(data, 'title');
    const wrong = [
      ...(amount === null ? [{ path: 'amount', detail: t(wrongAmount(measure)) }] : []),
      ...(title === '' ? [{ path: 'title', detail: t('offer.title-missing') }] : []),
    ];
    const asks = amount === null ? [] : unusual.problems(amount, data);
    wrong.push(...asks);
    const body = {
      // Nothing is pledged before the question is answered.
      amount: asks.length > 0 ? UNREADABLE : (amount ?? UNREADABLE),
      measure,
      title,
      conditions: textOf(data, 'conditions'),
      validUntil: textOf(data, 'validUntil') || null,
      visibility: textOf(data, 'visibility') === 'public' ? ('public' as const) : ('private' as const),
    };
    await sendWhole(wrong, () => pledge(need.id, item.id, body, keyOf([item.id, body])), ['amount']);
    unusual.settle();
    await queries.invalidateQueries();
  }

  return (
    <details className="fold no-print">
      <summary>{t('pledge.open')}</summary>
      <ActForm
        act={act}
        label={t('form.of', { act: t('pledge.open'), what: shortened(item.description, ITEM_CHARS) })}
        done={t('pledge.done')}
        draft={`pledge ${item.id}`}
        onConflict={() => void queries.invalidateQueries()}
      >
        {(pending) => (
          <>
            <p className="hint">{t('pledge.lead')}</p>
            <AmountField name="amount" label={t('pledge.amount')} measure={measure} />
            {unusual.question}
            <TextField
              name="title"
              label={t('offer.field.title')}
              hint={t('pledge.title.hint')}
              defaultValue={need.title}
              maxLength={300}
              dir="auto"
            />
            <LongTextField name="conditions" label={t('offer.in-words')} hint={t('pledge.conditions.hint')} />
            <TextField
              name="validUntil"
              label={t('offer.valid-until')}
              hint={t('pledge.valid-until.hint')}
              type="date"
              className="short"
            />
            {need.visibility === 'public' && (
              <SelectField name="visibility" label={t('offer.field.visibility')} defaultValue="public">
                {(['public', 'private'] as const).map((visibility) => (
                  <option key={visibility} value={visibility}>
                    {words('offer.visibility.', visibility)}
                  </option>
                ))}
              </SelectField>
            )}
            <SubmitButton pending={pending}>{t('pledge.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
