import {
  acceptDelivery,
  endDelivery,
  recordDelivery,
  returnDelivery,
  startDelivery,
  stopDelivery,
  unacceptDelivery,
  unreturnDelivery,
  undoDelivery,
} from '../../api/deliveries.js';
import { useOneRequest } from '../../api/idempotency.js';
import { FormError } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import type { Delivery, Match, MatchDeliveries } from '../../api/types.js';
import { FILE_BYTES_MAX, useUploadsOnce } from '../../api/upload.js';
import { AmountField, readAmount, wrongAmount } from '../../ui/amount-field.js';
import { FilesField } from '../../ui/files-field.js';
import { ActForm, LongTextField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { useSpeaksFor } from '../organizations/spokespeople.js';
import { useDeliveryText } from './delivery-words.js';

export interface DeliveryActProps {
  readonly match: Match;
  readonly deliveries: MatchDeliveries;
  readonly onDone: () => Promise<void>;
  readonly onConflict: () => void;
}

/** The most files that one record takes. */
const EVIDENCE_MAX = 10;

const today = () => new Date().toISOString().slice(0, 10);

/** What the giving side can do now: its donor, or a coordinator who belongs to neither side. */
export function DeliveryActs(props: DeliveryActProps) {
  const session = useSession();
  const { match, deliveries } = props;
  const t = useDeliveryText(deliveries.measure);
  const { state, items, delivered, amount } = deliveries;
  const isDonor = session?.role === 'donor' && session.organization.id === match.offer.organization.id;
  const isDesk =
    session?.role === 'coordinator' &&
    ![match.offer.organization.id, match.need.organization.id].includes(session.organization.id);
  if (!isDonor && !isDesk) return null;
  const isUnderWay = state === 'delivering';
  return (
    <>
      <OpenWhile open={isDonor && state === 'confirmed'}>
        <h3>{t('delivery.start')}</h3>
        <StartForm {...props} />
      </OpenWhile>
      <OpenWhile open={isUnderWay && delivered !== amount}>
        <h3>{t('delivery.record')}</h3>
        <RecordForm {...props} />
      </OpenWhile>
      <OpenWhile open={isDonor && isUnderWay && delivered !== amount}>
        <StartForm {...props} isAnotherPlan />
      </OpenWhile>
      <OpenWhile open={isUnderWay && delivered !== '0' && delivered !== amount}>
        <EndForm {...props} />
      </OpenWhile>
      <OpenWhile open={isUnderWay && items.every(({ state: one }) => one === 'undone' || one === 'returned')}>
        <StopForm {...props} />
      </OpenWhile>
    </>
  );
}

function StartForm({
  deliveries,
  onDone,
  onConflict,
  isAnotherPlan = false,
}: DeliveryActProps & { isAnotherPlan?: boolean }) {
  const t = useDeliveryText(deliveries.measure);
  const title = t(isAnotherPlan ? 'delivery.plan' : 'delivery.start');
  async function act(data: FormData) {
    const [plannedOn, note] = [textOf(data, 'plannedOn'), textOf(data, 'note')];
    if (plannedOn === '') throw new FormError([{ path: 'plannedOn', detail: t('delivery.day-missing') }]);
    await startDelivery(deliveries, { plannedOn, ...(note !== '' && { note }) });
    await onDone();
  }
  const form = (
    <ActForm
      label={title}
      done={t(isAnotherPlan ? 'delivery.plan.done' : 'delivery.start.done')}
      act={act}
      onConflict={onConflict}
      draft={`plan ${deliveries.matchId}`}
    >
      {(pending) => (
        <>
          <TextField
            type="date"
            className="short"
            name="plannedOn"
            label={t('delivery.planned')}
            min={today()}
            defaultValue={deliveries.plannedOn ?? undefined}
          />
          <LongTextField name="note" label={t('delivery.plan-note')} hint={t('delivery.plan-note.hint')} />
          <SubmitButton pending={pending}>{title}</SubmitButton>
        </>
      )}
    </ActForm>
  );
  if (!isAnotherPlan) return form;
  return (
    <details className="fold">
      <summary>{title}</summary>
      {form}
    </details>
  );
}

function RecordForm({ deliveries, onDone, onConflict }: DeliveryActProps) {
  const t = useDeliveryText(deliveries.measure);
  const send = useOneRequest<MatchDeliveries>();
  const upload = useUploadsOnce();
  const { measure } = deliveries;
  async function act(data: FormData) {
    const quantity = readAmount(data, 'quantity', measure);
    const [deliveredOn, note] = [textOf(data, 'deliveredOn'), textOf(data, 'note')];
    const files = data.getAll('evidenceFileIds').filter((one) => one instanceof File && one.size > 0) as File[];
    const unusable = [
      ...(files.length > EVIDENCE_MAX ? [t('delivery.evidence.too-many', { max: EVIDENCE_MAX })] : []),
      ...files
        .filter(({ size }) => size > FILE_BYTES_MAX)
        .map(({ name }) => t('delivery.evidence.too-large', { name })),
    ].map((detail) => ({ path: 'evidenceFileIds', detail }));
    const wrong = [
      ...(quantity === null ? [{ path: 'quantity', detail: t(wrongAmount(measure)) }] : []),
      ...(deliveredOn === '' ? [{ path: 'deliveredOn', detail: t('delivery.day-missing') }] : []),
      ...unusable,
    ];
    const evidence = wrong.length === 0 ? await upload(files, 'evidenceFileIds') : [];
    const record = {
      quantity: quantity ?? UNREADABLE,
      deliveredOn,
      ...(note !== '' && { note }),
      evidenceFileIds: unusable.length > 0 ? [UNREADABLE] : evidence.map(({ id }) => id),
    };
    // As much on the same day once more, after the first was answered, is another delivery.
    await sendWhole(wrong, () => send(deliveries, record, (seen, key) => recordDelivery(seen, key, record)));
    await onDone();
  }
  return (
    <ActForm
      label={t('delivery.record')}
      done={t('delivery.record.done')}
      act={act}
      onConflict={onConflict}
      draft={`deliver ${deliveries.matchId}`}
    >
      {(pending) => (
        <>
          <AmountField name="quantity" label={t('delivery.quantity')} measure={measure} />
          <TextField
            type="date"
            className="short"
            name="deliveredOn"
            label={t('delivery.day')}
            max={today()}
            defaultValue={today()}
          />
          <LongTextField name="note" label={t('delivery.note')} />
          <FilesField
            name="evidenceFileIds"
            label={t('delivery.evidence')}
            hint={t('delivery.evidence.hint', { max: EVIDENCE_MAX })}
            accept=".pdf,.png,.jpg,.jpeg,.docx,.xlsx"
          />
          <SubmitButton pending={pending}>{t('delivery.record')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

function EndForm({ deliveries, onDone, onConflict }: DeliveryActProps) {
  const t = useDeliveryText(deliveries.measure);
  return (
    <ReasonForm
      onConflict={onConflict}
      words={{
        open: t('delivery.end'),
        label: t('delivery.reason'),
        hint: t('delivery.end.hint'),
        submit: t('delivery.end.submit'),
      }}
      act={async (reason) => {
        await endDelivery(deliveries, reason);
        await onDone();
      }}
      draft={`end ${deliveries.matchId}`}
      done={t('delivery.end.done')}
    />
  );
}

function StopForm({ deliveries, onDone, onConflict }: DeliveryActProps) {
  const t = useDeliveryText(deliveries.measure);
  return (
    <details className="fold">
      <summary>{t('delivery.stop')}</summary>
      <ActForm
        label={t('delivery.stop')}
        done={t('delivery.stop.done')}
        onConflict={onConflict}
        act={async () => {
          await stopDelivery(deliveries);
          await onDone();
        }}
      >
        {(pending) => (
          <>
            <p className="hint">{t('delivery.stop.hint')}</p>
            <SubmitButton pending={pending}>{t('delivery.stop.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

interface DecisionProps extends DeliveryActProps {
  readonly delivery: Delivery;
  /** Its place in the list, from 1 on. */
  readonly number: number;
}

/** While nobody decided on a delivery: the State accepts or returns it, the giving side undoes a wrong record. The State takes its acceptance or return back. */
export function DeliveryDecision(decision: DecisionProps) {
  const session = useSession();
  const { match, deliveries, delivery } = decision;
  const isOpen = delivery.state === 'delivered' && deliveries.state === 'delivering';
  const speaks = useSpeaksFor(session?.organization.id ?? '');
  const isState = session?.role === 'focal-point' && speaks;
  const isDonor = session?.role === 'donor' && session.organization.id === match.offer.organization.id;
  return (
    <>
      <OpenWhile open={isOpen && isState}>
        <AcceptForm {...decision} />
        <Because {...decision} way="return" />
      </OpenWhile>
      <OpenWhile open={delivery.state === 'accepted' && isState}>
        <Because {...decision} way="unaccept" />
      </OpenWhile>
      <OpenWhile open={canTakeReturnBack(decision) && isState}>
        <Because {...decision} way="unreturn" />
      </OpenWhile>
      <OpenWhile open={isOpen && (isDonor || session?.role === 'coordinator')}>
        <Because {...decision} way="undo" />
      </OpenWhile>
    </>
  );
}

/** Until it was delivered again, or its rest was given up. */
function canTakeReturnBack({ delivery, deliveries: { amount, delivered } }: DecisionProps): boolean {
  return delivery.state === 'returned' && BigInt(delivery.quantity) <= BigInt(amount) - BigInt(delivered);
}

function AcceptForm({ delivery, number, deliveries, onDone, onConflict }: DecisionProps) {
  const t = useDeliveryText(deliveries.measure);
  const { measure } = deliveries;
  const acceptsAll = (data: FormData) => readAmount(data, 'accepted', measure) === delivery.quantity;
  async function act(data: FormData) {
    const accepted = readAmount(data, 'accepted', measure);
    const reason = textOf(data, 'reason');
    const wrong = accepted === null ? [{ path: 'accepted', detail: t(wrongAmount(measure)) }] : [];
    await sendWhole(wrong, () =>
      acceptDelivery(deliveries, delivery.id, {
        accepted: accepted ?? UNREADABLE,
        ...(reason !== '' && { reason }),
      }),
    );
    await onDone();
  }
  return (
    <ActForm
      label={t('form.of', { act: t('delivery.accept'), what: t('delivery.number', { number }) })}
      act={act}
      onConflict={onConflict}
      draft={`accept ${delivery.id}`}
      done={(data) => t(acceptsAll(data) ? 'delivery.accept.done' : 'delivery.accept.done.partly')}
    >
      {(pending) => (
        <>
          <AmountField
            name="accepted"
            label={t('delivery.accept.amount')}
            measure={measure}
            value={delivery.quantity}
          />
          <LongTextField name="reason" label={t('delivery.accept.reason')} hint={t('delivery.accept.hint')} />
          <SubmitButton pending={pending}>{t('delivery.accept')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

const WAYS = { return: returnDelivery, undo: undoDelivery, unaccept: unacceptDelivery, unreturn: unreturnDelivery };

function Because({
  way,
  delivery,
  number,
  deliveries,
  onDone,
  onConflict,
}: DecisionProps & { way: keyof typeof WAYS }) {
  const t = useDeliveryText(deliveries.measure);
  return (
    <ReasonForm
      name={t('form.of', { act: t(`delivery.${way}`), what: t('delivery.number', { number }) })}
      onConflict={onConflict}
      words={{
        open: t(`delivery.${way}`),
        label: t('delivery.reason'),
        hint: t(`delivery.${way}.hint`),
        submit: t(`delivery.${way}.submit`),
      }}
      act={async (reason) => {
        await WAYS[way](deliveries, delivery.id, reason);
        await onDone();
      }}
      draft={`${way} ${delivery.id}`}
      done={t(`delivery.${way}.done`)}
    />
  );
}
