import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Money, newId } from '#libs/kernel';
import { Ledger } from '#libs/ledger';
import { Outbox, type Tx } from '#libs/platform';
import { DISBURSEMENT_SETTLED } from './disbursements.events.js';
import { changeOrder, lockOrder, moveOrder } from './move-order.js';
import { PaymentInstruction } from './payment-instruction.entity.js';
import { OrderDraw, type PaymentOrder } from './payment-order.entity.js';
import { endToEndIdOf, type PaymentContent } from './payment-order.rules.js';
import { paymentInstructionStates, type PaymentInstructionState } from './payment-order.states.js';
import type { RailAnswer, RailInstruction } from './payment-rail.js';

/** After so many calls without an answer a person must look; fewer than the attempts that end a delivery. */
export const BANK_CALLS_MAX = 6;

/** What is to be done at the bank. */
export interface InstructionWork {
  readonly instructionId: string;
  readonly payment: RailInstruction;
  /** True when no call can have been made yet; else the bank is asked before it is instructed. */
  readonly untried: boolean;
  /** True when this is the last call before a person must look. */
  readonly last: boolean;
}

/** What the bank said in the end; null when it could not be asked. */
export interface InstructionResult {
  readonly instructionId: string;
  readonly answer: RailAnswer | null;
}

/** The bank's side of a payment: from approved to the bank's last word, and into the ledger. */
@Injectable()
export class InstructionsService {
  constructor(
    private readonly ledger: Ledger,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
  ) {}

  /**
   * Finds or makes the live instruction of an order, before any call, so that a crash leaves its trace. Null when there is
   * nothing to do: the bank's last word is known, a person must look first, or the order was given up.
   */
  async takeUp(tx: Tx, orderId: string, rail: string): Promise<InstructionWork | null> {
    const order = await lockOrder(tx, orderId);
    switch (order.state) {
      case 'approved':
        return this.begin(tx, order, rail);
      case 'instructed':
      case 'accepted':
        return this.goOn(tx, order);
      case 'requested':
      case 'settled':
      case 'failed':
      case 'returned':
      case 'rejected':
        return null;
    }
  }

  /** Writes down what the bank said. Saying it twice changes nothing. */
  async conclude(tx: Tx, { instructionId, answer }: InstructionResult): Promise<void> {
    const { orderId } = await tx.findOneByOrFail(PaymentInstruction, { id: instructionId });
    const order = await lockOrder(tx, orderId);
    const instruction = await tx.findOneByOrFail(PaymentInstruction, { id: instructionId });
    if (paymentInstructionStates.isFinal(instruction.state)) {
      if (answer?.status === 'settled' && instruction.state !== 'settled') {
        throw new Error(`The bank settled ${instruction.endToEndId} after it had said ${instruction.state}.`);
      }
      return;
    }
    switch (answer?.status) {
      case undefined:
      case 'unknown-to-bank':
        return this.park(tx, order, instruction);
      case 'accepted':
        await this.moveInstruction(tx, instruction, 'accepted', { bankReference: answer.bankReference });
        if (order.state === 'instructed') await moveOrder(tx, order, 'accepted', 'accepted', idOf(instruction));
        return;
      case 'failed':
      case 'returned':
        return this.fail(tx, order, instruction, answer);
      case 'settled':
        return this.settle(tx, order, instruction, answer);
    }
  }

  private async begin(tx: Tx, order: PaymentOrder, rail: string): Promise<InstructionWork> {
    const id = newId('inst');
    const before = await tx.query<{ id: string }[]>(
      `SELECT id FROM payment_instructions p WHERE order_id = $1
          AND NOT EXISTS (SELECT FROM payment_instructions WHERE replaces = p.id)`,
      [order.id],
    );
    const instruction = {
      id,
      orderId: order.id,
      endToEndId: endToEndIdOf(id),
      rail,
      contentSha256: order.contentSha256,
      state: 'sent' as const,
      replaces: before[0]?.id ?? null,
      attempts: 1,
    };
    await tx.insert(PaymentInstruction, instruction);
    await moveOrder(tx, order, 'instructed', 'instructed', idOf(instruction));
    await this.audit.record(tx, {
      act: 'payment-order.instructed',
      refId: order.id,
      payload: { instructionId: id, replaces: instruction.replaces },
    });
    return { instructionId: id, payment: paymentOf(order, instruction.endToEndId), untried: true, last: false };
  }

  private async goOn(tx: Tx, order: PaymentOrder): Promise<InstructionWork | null> {
    const [[live]] = await tx.query<[{ id: string; endToEndId: string; attempts: number }[], number]>(
      `UPDATE payment_instructions SET attempts = attempts + 1 WHERE order_id = $1 AND state IN ('sent', 'accepted')
       RETURNING id, end_to_end_id AS "endToEndId", attempts`,
      [order.id],
    );
    if (!live) return null;
    return {
      instructionId: live.id,
      payment: paymentOf(order, live.endToEndId),
      untried: false,
      last: live.attempts >= BANK_CALLS_MAX,
    };
  }

  private async park(tx: Tx, order: PaymentOrder, instruction: PaymentInstruction): Promise<void> {
    if (instruction.state === 'needs-review') return;
    const reason = 'the bank could not be asked what became of it';
    await this.moveInstruction(tx, instruction, 'needs-review', { reason });
    await changeOrder(tx, order, {}, 'needs-review', idOf(instruction));
    await this.audit.record(tx, { act: 'payment-order.needs-review', refId: order.id, payload: idOf(instruction) });
  }

  /** The holds stay: the money is still set aside for another try. */
  private async fail(
    tx: Tx,
    order: PaymentOrder,
    instruction: PaymentInstruction,
    answer: Extract<RailAnswer, { reason: string }>,
  ): Promise<void> {
    const { status, reason, bankReference } = answer;
    await this.moveInstruction(tx, instruction, status, { reason, bankReference });
    await moveOrder(tx, order, status, status, { ...idOf(instruction), reason });
    await this.audit.record(tx, {
      act: `payment-order.${status}`,
      refId: order.id,
      payload: { ...idOf(instruction), reason },
    });
  }

  /** Order, instruction, ledger, history, audit and event: one transaction, so that none of them is ever without the others. */
  private async settle(
    tx: Tx,
    order: PaymentOrder,
    instruction: PaymentInstruction,
    answer: Extract<RailAnswer, { settledOn: string }>,
  ): Promise<void> {
    const { bankReference, settledOn } = answer;
    const draws = await tx.findBy(OrderDraw, { orderId: order.id });
    const { transferId } = await this.ledger.post(tx, {
      idempotencyKey: instruction.id,
      reason: 'payment',
      effectiveOn: settledOn,
      holdIds: draws.map(({ holdId }) => holdId),
    });
    await this.moveInstruction(tx, instruction, 'settled', { bankReference, settledOn, transferId });
    await moveOrder(tx, order, 'settled', 'settled', { ...idOf(instruction), transferId });
    await this.audit.record(tx, {
      act: 'payment-order.settled',
      refId: order.id,
      payload: { ...idOf(instruction), transferId },
    });
    await this.outbox.add(tx, {
      type: DISBURSEMENT_SETTLED,
      refId: order.id,
      payload: { purposeRef: order.purposeRef },
    });
  }

  private async moveInstruction(
    tx: Tx,
    instruction: PaymentInstruction,
    to: PaymentInstructionState,
    facts: Partial<Pick<PaymentInstruction, 'bankReference' | 'reason' | 'settledOn' | 'transferId'>>,
  ): Promise<void> {
    if (instruction.state !== to && !paymentInstructionStates.canMove(instruction.state, to)) {
      throw new Error(`Instruction ${instruction.id} is ${instruction.state}; it cannot become ${to}.`);
    }
    await tx.update(PaymentInstruction, { id: instruction.id }, { state: to, ...facts });
  }
}

function idOf({ id }: Pick<PaymentInstruction, 'id'>): { instructionId: string } {
  return { instructionId: id };
}

/** Read back from the approved content, so that the bank gets what the approvers saw, to the letter. */
function paymentOf(order: PaymentOrder, endToEndId: string): RailInstruction {
  const { amount, bankAccount, purpose } = JSON.parse(order.content) as PaymentContent;
  return {
    endToEndId,
    amount: Money.fromJson(amount),
    holderName: bankAccount.holderName,
    accountNumber: bankAccount.accountNumber,
    bic: bankAccount.bic,
    purpose,
  };
}
