import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useIdempotencyKey } from '../../api/idempotency.js';
import { bankAccountsQuery, enterBankAccount, orderPayment, verifyBankAccount } from '../../api/money.js';
import { useSession } from '../../api/session.js';
import type { BankAccount, Named, Tranche } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { Loaded } from '../../ui/trouble.js';
import { sendWhole } from '../../ui/unreadable.js';

interface OrderFormProps {
  readonly tranche: Tranche;
  readonly payee: Named;
}

/** A finance officer orders the payment to a verified account of the payee, or enters and verifies one first. */
export function OrderForm({ tranche, payee }: OrderFormProps) {
  const t = useText();
  const session = useSession();
  const isFinance = session?.role === 'finance';
  const accounts = useQuery({ ...bankAccountsQuery(payee.id), enabled: isFinance });
  const { currency } = tranche.amount;
  if (!isFinance) return <p className="soft">{t('order.wait')}</p>;
  return (
    <Loaded query={accounts} loading={t('order.accounts-loading')}>
      {({ items }) => {
        const fitting = items.filter((account) => account.currency === currency);
        const verified = fitting.filter(({ verifiedAt }) => verifiedAt !== null);
        return (
          <>
            {verified.length > 0 && <OrderFields tranche={tranche} accounts={verified} />}
            {fitting
              .filter(({ verifiedAt }) => verifiedAt === null)
              .map((account) => (
                <Unverified key={account.id} account={account} mine={account.createdBy.id === session.person.id} />
              ))}
            {fitting.length === 0 && <p className="notice">{t('order.no-account', { currency })}</p>}
            <details className="fold">
              <summary>{t('account.enter')}</summary>
              <AccountForm payee={payee} currency={currency} />
            </details>
          </>
        );
      }}
    </Loaded>
  );
}

function OrderFields({ tranche, accounts }: { tranche: Tranche; accounts: readonly BankAccount[] }) {
  const t = useText();
  const queries = useQueryClient();
  const keyOf = useIdempotencyKey();
  return (
    <ActForm
      label={t('order.make')}
      done={t('order.done')}
      onConflict={() => void queries.invalidateQueries()}
      act={async (data) => {
        const bankAccountId = textOf(data, 'bankAccountId');
        await orderPayment(tranche.id, bankAccountId, keyOf([tranche.id, bankAccountId]));
        await queries.invalidateQueries();
      }}
    >
      {(pending) => (
        <>
          <SelectField name="bankAccountId" label={t('order.account')} hint={t('order.account.hint')}>
            {accounts.map(({ id, holderName, accountNumber }) => (
              <option key={id} value={id}>
                {t('order.account.option', { holder: holderName, account: accountNumber })}
              </option>
            ))}
          </SelectField>
          <SubmitButton pending={pending}>{t('order.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

function Unverified({ account, mine }: { account: BankAccount; mine: boolean }) {
  const t = useText();
  const queries = useQueryClient();
  return (
    <div className="notice">
      <p>
        <Text
          id={mine ? 'account.unverified-mine' : 'account.unverified'}
          values={{
            holder: <bdi key="holder">{account.holderName}</bdi>,
            account: (
              <bdi key="account" className="id">
                {account.accountNumber}
              </bdi>
            ),
            person: <bdi key="person">{account.createdBy.name}</bdi>,
          }}
        />
      </p>
      {!mine && (
        <ActForm
          label={t('account.verify')}
          done={t('account.verify.done')}
          onConflict={() => void queries.invalidateQueries()}
          act={async () => {
            await verifyBankAccount(account);
            await queries.invalidateQueries();
          }}
        >
          {(pending) => <SubmitButton pending={pending}>{t('account.verify')}</SubmitButton>}
        </ActForm>
      )}
    </div>
  );
}

function AccountForm({ payee, currency }: { payee: Named; currency: string }) {
  const t = useText();
  const queries = useQueryClient();
  async function act(data: FormData) {
    const holderName = textOf(data, 'holderName');
    const accountNumber = textOf(data, 'accountNumber');
    const bic = textOf(data, 'bic');
    const missing = [
      ...(holderName === '' ? [{ path: 'holderName', detail: t('account.holder-missing') }] : []),
      ...(accountNumber === '' ? [{ path: 'accountNumber', detail: t('account.number-missing') }] : []),
    ];
    const account = { holderName, accountNumber, currency, ...(bic && { bic }) };
    await sendWhole(missing, () => enterBankAccount(payee.id, account));
    await queries.invalidateQueries();
  }
  return (
    <ActForm act={act} label={t('account.enter')} done={t('account.enter.done')} draft={`account ${payee.id}`}>
      {(pending) => (
        <>
          <TextField name="holderName" label={t('account.holder')} hint={t('account.holder.hint')} autoComplete="off" />
          <TextField
            name="accountNumber"
            label={t('account.number', { currency })}
            hint={t('account.number.hint')}
            autoComplete="off"
            dir="ltr"
          />
          <TextField name="bic" label={t('account.bic')} autoComplete="off" dir="ltr" className="short" />
          <SubmitButton pending={pending}>{t('account.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
