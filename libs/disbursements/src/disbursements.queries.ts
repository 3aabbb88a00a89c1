import { Injectable } from '@nestjs/common';
import { isId, Money } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { PaymentOrder } from './payment-order.entity.js';
import type { PaymentInstructionState, PaymentOrderState } from './payment-order.states.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface ApprovalView {
  readonly id: string;
  readonly person: Named;
  readonly organization: Named;
  readonly approvedAt: string;
  /** False when the order was edited afterwards. */
  readonly counts: boolean;
}

export interface InstructionView {
  readonly id: string;
  readonly endToEndId: string;
  readonly rail: string;
  readonly state: PaymentInstructionState;
  readonly replaces: string | null;
  readonly bankReference: string | null;
  readonly reason: string | null;
  readonly settledOn: string | null;
  readonly transferId: string | null;
  readonly createdAt: string;
}

export interface DrawView {
  readonly holdId: string;
  readonly accountId: string;
  readonly amount: Money;
}

export interface BankAccountView {
  readonly id: string;
  readonly organization: Named;
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic: string | null;
  readonly currency: string;
  readonly createdBy: Named;
  readonly createdAt: string;
  readonly verifiedBy: Named | null;
  readonly verifiedAt: string | null;
  readonly version: number;
}

export interface OrderSummary {
  readonly id: string;
  readonly payee: Named;
  readonly amount: Money;
  readonly purpose: string;
  readonly purposeRef: string;
  readonly state: PaymentOrderState;
  readonly approvalsGiven: number;
  readonly createdAt: string;
  readonly version: number;
}

export interface OrderView extends OrderSummary {
  /** As the approved content says it: what the bank will be told. */
  readonly bankAccount: Pick<BankAccountView, 'id' | 'holderName' | 'accountNumber' | 'bic'>;
  readonly createdBy: Named;
  readonly createdByOrganization: Named;
  readonly revision: number;
  readonly contentSha256: string;
  readonly draws: readonly DrawView[];
  readonly approvals: readonly ApprovalView[];
  readonly instructions: readonly InstructionView[];
  /** Why an approver rejected it, for those who made it. */
  readonly rejectionReason: string | null;
}

export interface OrderEventView {
  readonly sequence: number;
  readonly type: string;
  readonly state: PaymentOrderState;
  readonly detail: Record<string, string>;
  readonly at: Date;
}

export interface OrderFilter {
  readonly state?: PaymentOrderState;
  readonly cursor?: string;
  readonly limit: number;
}

const SUMMARY = `o.id, jsonb_build_object('id', payee.id, 'name', payee.name) AS payee, o.amount_minor, o.currency, o.purpose,
  o.purpose_ref AS "purposeRef", o.state, o.version, ${instant('o.created_at')} AS "createdAt",
  (SELECT count(*)::integer FROM payment_approvals a
    WHERE a.order_id = o.id AND a.content_sha256 = o.content_sha256) AS "approvalsGiven"`;

/** JSON gives instants as ISO 8601 in UTC, like every other answer. */
function instant(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const DETAIL = `${SUMMARY}, o.revision, o.content_sha256 AS "contentSha256",
  jsonb_build_object('id', maker.id, 'name', maker.name) AS "createdBy",
  jsonb_build_object('id', making.id, 'name', making.name) AS "createdByOrganization",
  o.content::jsonb -> 'bankAccount' AS "bankAccount",
  (SELECT jsonb_agg(jsonb_build_object('holdId', d.hold_id, 'accountId', d.account_id, 'minor', d.amount_minor::text)
                    ORDER BY d.hold_id) FROM order_draws d WHERE d.order_id = o.id) AS draws,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'approvedAt', ${instant('a.approved_at')},
            'counts', a.content_sha256 = o.content_sha256,
            'person', jsonb_build_object('id', p.id, 'name', p.name),
            'organization', jsonb_build_object('id', g.id, 'name', g.name)) ORDER BY a.approved_at, a.id), '[]')
     FROM payment_approvals a JOIN people p ON p.id = a.approver_person_id
     JOIN organizations g ON g.id = a.approver_organization_id WHERE a.order_id = o.id) AS approvals,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'endToEndId', i.end_to_end_id, 'rail', i.rail, 'state', i.state,
            'replaces', i.replaces, 'bankReference', i.bank_reference, 'reason', i.reason, 'settledOn', i.settled_on,
            'transferId', i.transfer_id,
            'createdAt', ${instant('i.created_at')}) ORDER BY i.created_at, i.id), '[]')
     FROM payment_instructions i WHERE i.order_id = o.id) AS instructions,
  (SELECT e.detail ->> 'reason' FROM order_events e WHERE e.order_id = o.id AND e.type = 'rejected'
    ORDER BY e.sequence DESC LIMIT 1) AS "rejectionReason"`;

const FROM_ORDERS = 'FROM payment_orders o JOIN organizations payee ON payee.id = o.payee_organization_id';
const FROM_DETAIL = `${FROM_ORDERS} JOIN people maker ON maker.id = o.created_by_person
  JOIN organizations making ON making.id = o.created_by_organization`;

const BANK_ACCOUNT = `SELECT b.id, jsonb_build_object('id', g.id, 'name', g.name) AS organization, b.holder_name AS "holderName",
    b.account_number AS "accountNumber", b.bic, b.currency, b.version,
    jsonb_build_object('id', c.id, 'name', c.name) AS "createdBy", ${instant('b.created_at')} AS "createdAt",
    CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('id', v.id, 'name', v.name) END AS "verifiedBy",
    ${instant('b.verified_at')} AS "verifiedAt"
  FROM bank_accounts b JOIN organizations g ON g.id = b.organization_id
  JOIN people c ON c.id = b.created_by_person LEFT JOIN people v ON v.id = b.verified_by_person`;

/** An organization has few accounts; a list beyond this is a mistake, and is cut. */
const BANK_ACCOUNTS_MAX = 100;

interface AmountRow {
  readonly amount_minor: string;
  readonly currency: string;
}
type SummaryRow = Omit<OrderSummary, 'amount'> & AmountRow;
type DetailRow = Omit<OrderView, 'amount' | 'draws'> &
  AmountRow & { readonly draws: readonly { holdId: string; accountId: string; minor: string }[] };

@Injectable()
export class DisbursementsQueries {
  /** Newest first. */
  async list(tx: ReadTx, { state, cursor, limit }: OrderFilter): Promise<Page<OrderSummary>> {
    const place = readCursor(cursor, 1);
    const rows = await tx.query<SummaryRow[]>(
      `SELECT ${SUMMARY} ${FROM_ORDERS}
        WHERE ($1::text IS NULL OR o.state = $1) AND ($2::text IS NULL OR o.id < $2) ORDER BY o.id DESC LIMIT $3`,
      [state ?? null, place?.[0] ?? null, limit + 1],
    );
    return keysetPage(rows.map(withAmount), limit, ({ id }) => [id]);
  }

  async find(tx: ReadTx, id: string): Promise<OrderView | null> {
    if (!isId('order', id)) return null;
    const rows = await tx.query<DetailRow[]>(`SELECT ${DETAIL} ${FROM_DETAIL} WHERE o.id = $1`, [id]);
    return rows[0] ? detailOf(rows[0]) : null;
  }

  /** All orders for those purposes, rejected ones too, oldest first. */
  async forPurposes(tx: ReadTx, purposeRefs: readonly string[]): Promise<OrderView[]> {
    const rows = await tx.query<DetailRow[]>(
      `SELECT ${DETAIL} ${FROM_DETAIL} WHERE o.purpose_ref = ANY($1) ORDER BY o.id`,
      [purposeRefs],
    );
    return rows.map(detailOf);
  }

  async exists(tx: ReadTx, id: string): Promise<boolean> {
    return isId('order', id) && tx.existsBy(PaymentOrder, { id });
  }

  /** What happened after the event of that number, oldest first. */
  async eventsAfter(tx: ReadTx, orderId: string, sequence: number): Promise<OrderEventView[]> {
    if (!isId('order', orderId)) return [];
    return tx.query<OrderEventView[]>(
      'SELECT sequence, type, state, detail, at FROM order_events WHERE order_id = $1 AND sequence > $2 ORDER BY sequence LIMIT 100',
      [orderId, sequence],
    );
  }

  async bankAccounts(tx: ReadTx, organizationId: string): Promise<BankAccountView[]> {
    if (!isId('org', organizationId)) return [];
    return tx.query(`${BANK_ACCOUNT} WHERE b.organization_id = $1 ORDER BY b.id LIMIT ${BANK_ACCOUNTS_MAX}`, [
      organizationId,
    ]);
  }

  async bankAccount(tx: ReadTx, id: string): Promise<BankAccountView | null> {
    if (!isId('bank', id)) return null;
    const rows = await tx.query<BankAccountView[]>(`${BANK_ACCOUNT} WHERE b.id = $1`, [id]);
    return rows[0] ?? null;
  }
}

function withAmount<Row extends AmountRow>({
  amount_minor,
  currency,
  ...rest
}: Row): Omit<Row, keyof AmountRow> & { amount: Money } {
  return { ...rest, amount: Money.of(BigInt(amount_minor), currency) };
}

function detailOf(row: DetailRow): OrderView {
  const { draws, ...order } = withAmount(row);
  return {
    ...order,
    draws: draws.map(({ minor, ...draw }) => ({ ...draw, amount: Money.of(BigInt(minor), order.amount.currency) })),
  };
}
