import { Inject, Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { Consumes, type Delivery, type LeasedConsumer } from '#libs/platform/worker';
import { InstructionsService, type InstructionResult, type InstructionWork } from '../instructions.service.js';
import { PAYMENT_RAIL, type PaymentRail, type RailAnswer } from '../payment-rail.js';

/** Brings an approved order to its bank: the intent is written first, the call is made in no transaction, then the answer. */
@Injectable()
@Consumes('disbursements.instruct')
export class InstructPayment implements LeasedConsumer<InstructionWork, InstructionResult> {
  constructor(
    private readonly instructions: InstructionsService,
    @Inject(PAYMENT_RAIL) private readonly rail: PaymentRail,
  ) {}

  prepare(tx: Tx, delivery: Delivery): Promise<InstructionWork | null> {
    return this.instructions.takeUp(tx, delivery.refId, this.rail.name);
  }

  /** @throws BankUnreachable: the delivery comes back, and then the bank is asked before it is instructed */
  async perform(work: InstructionWork, signal: AbortSignal): Promise<InstructionResult> {
    const { instructionId } = work;
    try {
      return { instructionId, answer: await this.lastWord(work, signal) };
    } catch (error) {
      if (!work.last) throw new BankUnreachable(instructionId, error);
      return { instructionId, answer: null };
    }
  }

  conclude(tx: Tx, _: Delivery, result: InstructionResult): Promise<void> {
    return this.instructions.conclude(tx, result);
  }

  private async lastWord({ payment, untried }: InstructionWork, signal: AbortSignal): Promise<RailAnswer> {
    const { endToEndId } = payment;
    let answer: RailAnswer = untried ? { status: 'unknown-to-bank' } : await this.rail.query(endToEndId, signal);
    // A bank that does not know the id has not executed it; should the first call still be under way, the bank executes
    // one end-to-end id once.
    if (answer.status === 'unknown-to-bank') {
      answer = await this.rail.instruct(payment, signal).catch(() => this.rail.query(endToEndId, signal));
    }
    if (answer.status === 'accepted') answer = await this.rail.query(endToEndId, signal);
    if (answer.status === 'unknown-to-bank') throw new Error('It took the instruction, but does not know it.');
    return answer;
  }
}

/** The bank gave no answer. Its cause is kept apart: a broken line to the bank is no broken line to our database. */
class BankUnreachable extends Error {
  constructor(instructionId: string, cause: unknown) {
    super(`The bank gave no answer on ${instructionId}; it is asked again.`, { cause });
  }
}
