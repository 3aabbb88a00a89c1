import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fundsQuery } from '../../api/money.js';
import { giveSurplusToFund, moveSurplus, surplusQuery } from '../../api/pledges.js';
import { FormError } from '../../api/problem.js';
import { useAreaNames, useCategoryNames } from '../../api/reference.js';
import type { Surplus, SurplusChoice } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { Section } from '../../ui/page.js';
import { Loaded } from '../../ui/trouble.js';
import { shortened } from '../../ui/words.js';
import { useUnusualAmount } from '../need/unusual-amount.js';

const ITEM_CHARS = 100;

/** What its item did not need of a pledge, and where its donor can take it, each with one act. */
export function SurplusChoices({ offerId }: { offerId: string }) {
  const t = useText();
  const query = useQuery(surplusQuery(offerId));
  return (
    <Section id="surplus" title={t('surplus.title')}>
      <Loaded query={query} loading={t('surplus.loading')}>
        {(surplus) => (
          <>
            <p>
              <Text
                id="surplus.left"
                values={{ left: <Quantity key="left" value={surplus.left} measure={surplus.measure} /> }}
              />
            </p>
            <Choices surplus={surplus} title={t('surplus.same-state')} choices={surplus.sameState} />
            <Choices surplus={surplus} title={t('surplus.same-category')} choices={surplus.sameCategory} />
            {surplus.measure.currency !== undefined && <Funds surplus={surplus} />}
            {surplus.sameState.length + surplus.sameCategory.length === 0 && (
              <p className="soft">{t('surplus.none')}</p>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function Choices({ surplus, title, choices }: { surplus: Surplus; title: string; choices: readonly SurplusChoice[] }) {
  if (choices.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="entries">
        {choices.map((choice) => (
          <Choice key={choice.needItemId} surplus={surplus} choice={choice} />
        ))}
      </ul>
    </>
  );
}

function Choice({ surplus, choice }: { surplus: Surplus; choice: SurplusChoice }) {
  const t = useText();
  const area = useAreaNames();
  const category = useCategoryNames();
  const { measure } = surplus;
  const to = { needId: choice.needId, needItemId: choice.needItemId };
  return (
    <li>
      <p className="entry-title">
        <Link to="/needs/$needId" params={{ needId: choice.needId }} dir="auto">
          {shortened(choice.description || choice.needTitle, ITEM_CHARS)}
        </Link>
      </p>
      <p className="under">
        {area(choice.areaIso2)}
        {' · '}
        {category(choice.categoryCode)}
        {' · '}
        <Text id="surplus.open" values={{ open: <Quantity key="open" value={choice.open} measure={measure} /> }} />
      </p>
      <GiveForm
        surplus={surplus}
        to={choice.needItemId}
        name={shortened(choice.description || choice.needTitle, ITEM_CHARS)}
        open={choice.open}
        give={(amount) => moveSurplus(surplus, { ...to, amount })}
        done={t('pledge.done')}
      />
    </li>
  );
}

/** Money that no need takes can go to a fund, which allocates it. */
function Funds({ surplus }: { surplus: Surplus }) {
  const t = useText();
  const funds = useQuery(fundsQuery).data?.items.filter(({ currency }) => currency === surplus.measure.currency) ?? [];
  if (funds.length === 0) return null;
  return (
    <>
      <h3>{t('surplus.funds')}</h3>
      <ul className="entries">
        {funds.map(({ id, name }) => (
          <li key={id}>
            <p className="entry-title">
              <bdi>{name}</bdi>
            </p>
            <p className="under">{t('surplus.unearmarked')}</p>
            <GiveForm
              surplus={surplus}
              to={id}
              name={name}
              open={surplus.left}
              give={(amount) => giveSurplusToFund(surplus, { fundId: id, amount })}
              done={t('surplus.fund.done', { fund: name })}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

interface GiveFormProps {
  readonly surplus: Surplus;
  /** Whatever it goes to, by its id. */
  readonly to: string;
  readonly name: string;
  /** The most that it takes. */
  readonly open: string;
  readonly give: (amount: string) => Promise<unknown>;
  /** What is said after it. */
  readonly done: string;
}

function GiveForm({ surplus: { offerId, left, measure }, to, name, open, give, done }: GiveFormProps) {
  const t = useText();
  const queries = useQueryClient();
  const unusual = useUnusualAmount({ measure, open });

  const usual = BigInt(left) < BigInt(open) ? left : open;

  async function act(data: FormData) {
    const amount = readAmount(data, 'amount', measure);
    if (amount === null) throw new FormError([{ path: 'amount', detail: t(wrongAmount(measure)) }]);
    const beyond = unusual.problems(amount, data);
    if (beyond.length > 0) throw new FormError(beyond);
    await give(amount);
    unusual.settle();
    await queries.invalidateQueries();
  }

  return (
    <details className="fold no-print">
      <summary>{t('surplus.move')}</summary>
      <ActForm
        act={act}
        label={t('form.of', { act: t('surplus.move'), what: name })}
        done={done}
        draft={`surplus ${offerId} ${to}`}
        onConflict={() => void queries.invalidateQueries()}
      >
        {(pending) => (
          <>
            <AmountField name="amount" label={t('pledge.amount')} measure={measure} value={usual} />
            {unusual.question}
            <SubmitButton pending={pending}>{t('surplus.move')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
