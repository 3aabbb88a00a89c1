import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { InvalidInput, newId } from '#libs/kernel';
import { Outbox, type Tx } from '#libs/platform';
import { lockNeed, recordNeed, requireOwn } from './move-need.js';
import { NeedMessage } from './need-message.entity.js';
import { NeedNotOpen } from './needs.errors.js';
import { NEED_MESSAGE_SENT } from './needs.events.js';
import { requireOutsider } from './require-outsider.js';

export interface Question {
  /** The field that it is about, as problems name it: `items.0.unitCost`. */
  readonly about: string | null;
  readonly body: string;
}

export interface NewMessage extends Question {
  /** The question that it answers. */
  readonly answersId: string | null;
}

/**
 * What an organization and the coordinators ask and tell each other about a need. Nobody else reads it but auditors. Every focal
 * point of the organization answers: only what is handed in speaks for it.
 */
@Injectable()
export class NeedThreadService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Returns the id of the message.
   * @throws NeedNotOpen before it is submitted, when there is nobody yet to talk to; OwnNeed; InvalidInput for no question
   */
  async send(tx: Tx, needId: string, message: NewMessage): Promise<string> {
    const need = await lockNeed(tx, needId);
    if (tx.actor.role === 'coordinator') await requireOutsider(tx, need.id);
    else requireOwn(tx.actor, need);
    if (need.submittedAt === null) throw new NeedNotOpen(need.id, need.state);
    if (message.answersId !== null) await requireQuestion(tx, needId, message.answersId);
    const id = await sendMessage(tx, needId, { ...message, isQuestion: false });
    await recordNeed(tx, this.audit, need, 'need.message-sent', { messageId: id });
    await this.outbox.add(tx, { type: NEED_MESSAGE_SENT, refId: needId, payload: { messageId: id } });
    return id;
  }
}

export async function sendMessage(
  tx: Tx,
  needId: string,
  { about, body, answersId, isQuestion }: NewMessage & { readonly isQuestion: boolean },
): Promise<string> {
  const id = newId('msg');
  const { personId, organizationId } = tx.actor;
  const role = tx.actor.role === 'coordinator' ? 'coordinator' : 'focal-point';
  await tx.insert(NeedMessage, { id, needId, personId, organizationId, role, isQuestion, about, body, answersId });
  return id;
}

async function requireQuestion(tx: Tx, needId: string, id: string): Promise<void> {
  if (await tx.existsBy(NeedMessage, { id, needId, isQuestion: true })) return;
  throw new InvalidInput([{ path: 'answersId', detail: 'Choose a question about this need.' }]);
}
