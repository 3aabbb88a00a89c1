import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Actor } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import type { Named } from './needs.queries.js';
import { insideOf, needsVisibleTo, type SqlCondition } from './needs.visibility.js';

export interface NeedMessageView {
  readonly id: string;
  readonly person: Named;
  readonly organization: Named;
  readonly role: 'focal-point' | 'coordinator';
  readonly isQuestion: boolean;
  readonly isAnswered: boolean;
  /** The field, where it stands now; where it stood of an item that is gone. */
  readonly about: string | null;
  readonly isItemRemoved: boolean;
  readonly body: string;
  readonly answersId: string | null;
  readonly sentAt: Date;
}

export interface NeedThreadView extends Page<NeedMessageView> {
  readonly acknowledgedAt: Date | null;
  readonly authentication: string | null;
  /** Questions that nobody has answered, of the whole thread. */
  readonly openQuestions: number;
}

const IS_ANSWERED = 'EXISTS (SELECT FROM need_messages a WHERE a.need_id = m.need_id AND a.answers_id = m.id)';

/** Whether the message `m` is a question that nobody has answered. */
export const IS_OPEN_QUESTION = `m.is_question AND NOT ${IS_ANSWERED}`;

@Injectable()
export class NeedThreadQueries {
  /**
   * The oldest first.
   * @throws NotFound for everyone but the need's own focal points, those of the State that it is for, coordinators and auditors
   */
  async thread(
    tx: ReadTx,
    needId: string,
    { cursor, limit }: { readonly cursor?: string; readonly limit: number },
  ): Promise<NeedThreadView> {
    const readable = threadReadableBy(tx.actor, 2);
    const [need] = isId('need', needId)
      ? await tx.query<Omit<NeedThreadView, keyof Page<NeedMessageView>>[]>(
          `SELECT n.acknowledged_at AS "acknowledgedAt", n.authentication,
                  (SELECT count(*)::int FROM need_messages m
                    WHERE m.need_id = n.id AND ${IS_OPEN_QUESTION}) AS "openQuestions"
             FROM needs n WHERE n.id = $1 AND ${readable.sql}`,
          [needId, ...readable.params],
        )
      : [];
    if (!need) throw new NotFound('need', needId);
    const place = readCursor(cursor, 1, ([id]) => typeof id === 'string' && isId('msg', id));
    const rows = await this.messages(tx, needId, place?.[0] ?? '', limit + 1);
    return { ...need, ...keysetPage(rows, limit, ({ id }) => [id]) };
  }

  /** One message of a need whose thread the actor may read. */
  async message(tx: ReadTx, needId: string, messageId: string): Promise<NeedMessageView> {
    const rows = await this.messages(tx, needId, '', 1, messageId);
    const [message] = rows;
    if (!message) throw new NotFound('message', messageId);
    return message;
  }

  private messages(
    tx: ReadTx,
    needId: string,
    afterId: string,
    limit: number,
    id: string | null = null,
  ): Promise<NeedMessageView[]> {
    return tx.query<NeedMessageView[]>(
      `SELECT m.id, jsonb_build_object('id', p.id, 'name', p.name) AS person,
              jsonb_build_object('id', o.id, 'name', o.name) AS organization, m.role, m.is_question AS "isQuestion",
              ${IS_ANSWERED} AS "isAnswered",
              CASE WHEN i.id IS NULL THEN m.about
                   ELSE regexp_replace(m.about, '[0-9]+', (SELECT count(*)::text FROM need_items b
                     WHERE b.need_id = i.need_id AND b.position < i.position)) END AS about,
              m.item_id IS NOT NULL AND i.id IS NULL AS "isItemRemoved",
              m.body, m.answers_id AS "answersId", m.sent_at AS "sentAt"
         FROM need_messages m JOIN people p ON p.id = m.person_id JOIN organizations o ON o.id = m.organization_id
         LEFT JOIN need_items i ON i.id = m.item_id AND i.need_id = m.need_id
        WHERE m.need_id = $1 AND m.id > $2 AND ($4::text IS NULL OR m.id = $4) ORDER BY m.id LIMIT $3`,
      [needId, afterId, limit, id],
    );
  }
}

/** Who reads what was asked about the need `n`: it may name what the need itself does not show. */
function threadReadableBy(actor: Actor, firstParam: number): SqlCondition {
  switch (actor.role) {
    case 'coordinator':
    case 'auditor':
      return needsVisibleTo(actor, 'n', firstParam);
    case 'focal-point':
      return insideOf(actor, 'n', firstParam);
    default:
      return { sql: '(false)', params: [] };
  }
}
