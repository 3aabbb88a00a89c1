import { useQueryClient } from '@tanstack/react-query';
import { approveOrder, rejectOrder, retryOrder } from '../../api/money.js';
import { useSession } from '../../api/session.js';
import type { Approval, Instruction, Order, Session } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Day, Moment } from '../../ui/dates.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { ChangedNotice, changesOf, useSeen } from '../../ui/seen.js';
import type { Aspect, Change } from '../../ui/seen.js';
import { Step } from '../../ui/steps.js';
import { StateTag } from '../../ui/tag.js';
import { Id } from '../../ui/id.js';
import { Note } from '../../ui/words.js';

/** The life of one payment order: made, approved by two people, instructed to the bank, settled. */
export function OrderSteps({ order }: { order: Order }) {
  const t = useText();
  const counting = order.approvals.filter(({ counts }) => counts);
  const approved = counting.length >= order.approvalsRequired;
  const rejected = order.state === 'rejected';
  const account = order.bankAccount.accountNumber;
  return (
    <>
      <Step
        progress="done"
        title={t('trail.order')}
        amount={<Amount money={order.amount} />}
        ids={<Id value={order.id} />}
      >
        <p>
          <Text
            id="trail.order.by"
            values={{
              person: <bdi key="person">{order.createdBy.name}</bdi>,
              organization: <bdi key="organization">{order.createdByOrganization.name}</bdi>,
              at: <Moment key="at" value={order.createdAt} />,
            }}
          />{' '}
          <StateTag of="order" state={order.state} />
        </p>
        <p>
          <Text
            id="trail.order.to"
            values={{
              payee: <bdi key="payee">{order.payee.name}</bdi>,
              holder: <bdi key="holder">{order.bankAccount.holderName}</bdi>,
              account: (
                <bdi key="account" className={account.startsWith('…') ? 'id id-end' : 'id'}>
                  {account}
                </bdi>
              ),
            }}
          />
        </p>
      </Step>
      <Step
        progress={rejected ? 'ended' : approved ? 'done' : 'now'}
        title={t('trail.approvals', { given: counting.length, needed: order.approvalsRequired })}
      >
        {order.approvals.length > 0 && (
          <ul className="people">
            {order.approvals.map((approval) => (
              <ApprovalLine key={approval.id} approval={approval} />
            ))}
          </ul>
        )}
        <OpenWhile open={order.state === 'requested'}>
          <ApproveForm order={order} />
        </OpenWhile>
        {rejected && <p>{t('trail.order.rejected')}</p>}
        {order.rejectionReason && <Note text={order.rejectionReason} />}
      </Step>
      {order.instructions.map((instruction) => (
        <InstructionStep key={instruction.id} instruction={instruction} />
      ))}
      <OpenWhile open={order.state === 'failed' || order.state === 'returned'}>
        <RetryStep order={order} />
      </OpenWhile>
      {order.instructions.length === 0 && !rejected && (
        <Step progress={approved ? 'now' : 'later'} title={t('trail.instruction')}>
          {approved ? t('trail.instruction.soon') : t('trail.instruction.later')}
        </Step>
      )}
    </>
  );
}

function ApprovalLine({ approval }: { approval: Approval }) {
  const t = useText();
  return (
    <li>
      <Text
        id="trail.approval"
        values={{
          person: <bdi key="person">{approval.person.name}</bdi>,
          organization: <bdi key="organization">{approval.organization.name}</bdi>,
          at: <Moment key="at" value={approval.approvedAt} />,
        }}
      />
      {!approval.counts && <span className="under">{t('trail.approval.void')}</span>}
    </li>
  );
}

/** Why this person may not approve, or null: two others than the maker, none of them of the payee. */
function obstacle(session: Session, order: Order): 'maker' | 'payee' | 'already' | null {
  if (order.createdBy.id === session.person.id) return 'maker';
  if (order.payee.id === session.organization.id) return 'payee';
  const mine = order.approvals.some(({ person, counts }) => counts && person.id === session.person.id);
  return mine ? 'already' : null;
}

function ApproveForm({ order }: { order: Order }) {
  const t = useText();
  const { seen, moved, accept } = useSeen(order);
  const changes = useOrderChanges(seen, order);
  const words = useCodeText();
  const session = useSession();
  const queries = useQueryClient();
  if (session?.role !== 'approver') return <p className="soft">{t('approve.wait')}</p>;
  const why = obstacle(session, order);
  if (why !== null) return <p className="notice">{words('approve.not.', why)}</p>;
  const open = order.state === 'requested';
  const given = order.approvals.filter(({ counts }) => counts).length;
  const done = async (after: Order) => {
    accept(after);
    await queries.invalidateQueries();
  };
  const onConflict = () => void queries.invalidateQueries();
  return (
    <>
      {moved && open && <ChangedNotice changes={changes} onAccept={() => accept(order)} />}
      {open && (
        <p>
          <Text
            id={given === 0 ? 'approve.first' : 'approve.last'}
            values={{
              amount: <Amount key="amount" money={order.amount} />,
              payee: <bdi key="payee">{order.payee.name}</bdi>,
            }}
          />
        </p>
      )}
      <ActForm
        label={t('approve.title')}
        done={t(given === 0 ? 'approve.done.first' : 'approve.done.last')}
        onConflict={onConflict}
        act={async () => done(await approveOrder(seen))}
      >
        {(pending) => <SubmitButton pending={pending}>{t('approve.submit')}</SubmitButton>}
      </ActForm>
      <ReasonForm
        words={{
          open: t('reject.open'),
          label: t('reject.reason'),
          hint: t('reject.hint'),
          submit: t('reject.submit'),
        }}
        act={async (reason) => done(await rejectOrder(seen, reason))}
        onConflict={onConflict}
        draft={`reject ${order.id}`}
        done={t('reject.done')}
      />
    </>
  );
}

function useOrderChanges(before: Order, now: Order): readonly Change[] {
  const t = useText();
  const aspect = (label: string, show: (order: Order) => string): Aspect<Order> => ({ label, key: show, show });
  return changesOf(
    [
      aspect(t('orders.column.purpose'), ({ purpose }) => purpose),
      aspect(t('order.account'), ({ bankAccount }) => bankAccount.accountNumber),
      aspect(t('orders.column.approvals'), ({ approvalsGiven: given, approvalsRequired: needed }) =>
        t('orders.approvals', { given, needed }),
      ),
    ],
    before,
    now,
  );
}

function InstructionStep({ instruction }: { instruction: Instruction }) {
  const t = useText();
  const { state, settledOn, reason, bankReference } = instruction;
  const failed = state === 'failed' || state === 'returned';
  return (
    <>
      <Step
        progress={failed ? 'ended' : state === 'sent' || state === 'needs-review' ? 'now' : 'done'}
        title={t('trail.instruction')}
        ids={
          <>
            <Id label={t('trail.instruction.name')} value={instruction.endToEndId} />
            {bankReference && <Id label={t('trail.instruction.bank-reference')} value={bankReference} />}
          </>
        }
      >
        <p>
          <Text
            id="trail.instruction.sent"
            values={{
              rail: <bdi key="rail">{instruction.rail}</bdi>,
              at: <Moment key="at" value={instruction.createdAt} />,
            }}
          />{' '}
          <StateTag of="instruction" state={state} />
        </p>
        {reason && <Note text={reason} />}
      </Step>
      {!failed && (
        <Step progress={state === 'settled' ? 'done' : 'later'} title={t('trail.settled')}>
          {settledOn ? (
            <Text id="trail.settled.on" values={{ date: <Day key="date" value={settledOn} /> }} />
          ) : (
            t('trail.settled.wait')
          )}
        </Step>
      )}
    </>
  );
}

/** After a failure a finance officer has the same approved order paid again, by a new instruction that names the old one. */
function RetryStep({ order }: { order: Order }) {
  const t = useText();
  const session = useSession();
  const queries = useQueryClient();
  return (
    <Step progress="now" title={t('retry.title')}>
      {session?.role === 'finance' ? (
        <ReasonForm
          words={{ open: t('retry.open'), label: t('retry.reason'), hint: t('retry.hint'), submit: t('retry.submit') }}
          act={async (reason) => {
            await retryOrder(order, reason);
            await queries.invalidateQueries();
          }}
          onConflict={() => void queries.invalidateQueries()}
          draft={`retry ${order.id}`}
          done={t('retry.done')}
        />
      ) : (
        <p>{t('retry.wait')}</p>
      )}
    </Step>
  );
}
