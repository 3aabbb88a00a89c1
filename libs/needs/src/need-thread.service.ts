import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { PointsOfContactQueries } from '#libs/identity';
import { calendarDateOf, InvalidInput, newId, type Clock } from '#libs/kernel';
import { CLOCK, Outbox, type ReadTx, type Tx } from '#libs/platform';
import { lockNeed, recordNeed, requireOwn } from './move-need.js';
import { NeedItem, type Need } from './need.entity.js';
import { NeedMessage } from './need-message.entity.js';
import { IS_OPEN_QUESTION } from './need-thread.queries.js';
import { NeedNotOpen, QuestionsUnanswered } from './needs.errors.js';
import { NEED_MESSAGE_SENT } from './needs.events.js';
import { isForTheirState } from './needs.visibility.js';
import { requireOutsider } from './require-outsider.js';
import { requirePointOfContact } from './require-point-of-contact.js';

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
 * What an organization and the coordinators ask and tell each other about a need. Nobody else reads it but auditors and the State
 * that it is for, which may object to what others ask for it. Every focal point of the organization answers: only what is handed in
 * speaks for it. What the State says is its word.
 */
@Injectable()
export class NeedThreadService {
  constructor(
    private readonly audit: Audit,
    private readonly outbox: Outbox,
    private readonly contacts: PointsOfContactQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Returns the id of the message.
   * @throws Denied, PointOfContactRequired of the State that it is for; NeedNotOpen before it is submitted, when there is nobody yet to talk to; OwnNeed; InvalidInput for no question or no item
   */
  async send(tx: Tx, needId: string, message: NewMessage): Promise<string> {
    const need = await lockNeed(tx, needId);
    if (tx.actor.role === 'coordinator') await requireOutsider(tx, need.id);
    else await this.requireSide(tx, need, message);
    if (need.submittedAt === null) throw new NeedNotOpen(need.id, need.state);
    if (message.answersId !== null) await requireQuestion(tx, needId, message.answersId);
    const [itemId = null] = await itemsAskedAbout(tx, needId, [{ about: message.about, path: 'about' }]);
    const id = await sendMessage(tx, needId, { ...message, itemId, isQuestion: false });
    await recordNeed(tx, this.audit, need, 'need.message-sent', { messageId: id });
    await this.outbox.add(tx, { type: NEED_MESSAGE_SENT, refId: needId, payload: { messageId: id } });
    return id;
  }

  /** Questions are its organization's to answer. */
  private async requireSide(tx: Tx, need: Need, { answersId }: NewMessage): Promise<void> {
    const { role, organizationId } = tx.actor;
    const isOther = role === 'focal-point' && organizationId !== need.organizationId;
    if (isOther && answersId === null && (await isForTheirState(tx, need.id))) {
      await requirePointOfContact(tx, this.contacts, tx.actor, calendarDateOf(this.clock.now()));
    } else {
      requireOwn(tx.actor, need);
    }
  }
}

interface MessageOfItem extends NewMessage {
  readonly itemId: string | null;
  readonly isQuestion: boolean;
}

export async function sendMessage(tx: Tx, needId: string, message: MessageOfItem): Promise<string> {
  const [id] = await sendMessages(tx, needId, [message]);
  return id!;
}

/** Returns the ids, in the order of the messages. */
export async function sendMessages(tx: Tx, needId: string, messages: readonly MessageOfItem[]): Promise<string[]> {
  const { personId, organizationId } = tx.actor;
  const role = tx.actor.role === 'coordinator' ? 'coordinator' : 'focal-point';
  const rows = messages.map((message) => ({
    ...message,
    ...({ id: newId('msg'), needId, personId, organizationId, role } as const),
  }));
  await tx.insert(NeedMessage, rows);
  return rows.map(({ id }) => id);
}

/**
 * Of each field the item that it is of; null: it is of the need itself.
 * @throws InvalidInput at the `path` of each that names an item which the need does not have
 */
export async function itemsAskedAbout(
  tx: ReadTx,
  needId: string,
  fields: readonly { readonly about: string | null; readonly path: string }[],
): Promise<(string | null)[]> {
  const places = fields.map(({ about }) => /^items\.(\d+)(?=\.|$)/.exec(about ?? '')?.[1]);
  if (places.every((place) => place === undefined)) return fields.map(() => null);
  const items = await tx.find(NeedItem, { where: { needId }, order: { position: 'ASC' } });
  const found = places.map((place) => (place === undefined ? null : items[Number(place)]?.id));
  const detail = `Name one of its items, of which there are ${items.length}: items.0 is the first.`;
  const wrong = fields.filter((_, index) => found[index] === undefined);
  if (wrong.length > 0) throw new InvalidInput(wrong.map(({ path }) => ({ path, detail })));
  return found.map((id) => id ?? null);
}

async function requireQuestion(tx: Tx, needId: string, id: string): Promise<void> {
  if (await tx.existsBy(NeedMessage, { id, needId, isQuestion: true })) return;
  throw new InvalidInput([{ path: 'answersId', detail: 'Choose a question about this need.' }]);
}

/** @throws QuestionsUnanswered */
export async function requireAnswers(tx: ReadTx, needId: string): Promise<void> {
  const open = await tx.query<{ id: string; body: string }[]>(
    `SELECT m.id, m.body FROM need_messages m WHERE m.need_id = $1 AND ${IS_OPEN_QUESTION} ORDER BY m.id`,
    [needId],
  );
  if (open.length > 0) throw new QuestionsUnanswered(open);
}
