import { Injectable } from '@nestjs/common';
import { isId, NotFound, type Actor } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { EARMARK } from './earmark.sql.js';
import {
  agreementOf,
  depositOf,
  fundOf,
  type AgreementRow,
  type AgreementView,
  type DepositRow,
  type DepositView,
  type FundRow,
  type FundView,
  type SourceView,
} from './fund.views.js';

export interface PageFilter {
  readonly cursor?: string;
  readonly limit: number;
}

const FUND = `SELECT f.id, f.name, f.kind, f.currency, fees.posted_minor AS fees,
    sum(CASE WHEN g.state IN ('withdrawn', 'lapsed') THEN coalesce(d.received, 0) ELSE g.pledged_base_minor END) AS pledged,
    sum(CASE WHEN g.state IN ('withdrawn', 'lapsed') THEN coalesce(d.received, 0) ELSE g.committed_base_minor END) AS committed,
    sum(d.received) AS received, sum(a.posted_minor - a.held_minor) AS available, sum(a.held_minor) AS held,
    sum(p.posted_minor) AS paid
  FROM funds f
  JOIN ledger_accounts fees ON fees.id = f.fees_account_id
  LEFT JOIN fund_agreements g ON g.fund_id = f.id
  LEFT JOIN ledger_accounts a ON a.id = g.account_id
  LEFT JOIN ledger_accounts p ON p.id = g.paid_account_id
  LEFT JOIN LATERAL (SELECT sum(base_minor) AS received FROM fund_deposits WHERE agreement_id = g.id) d ON true`;

const AGREEMENT = `SELECT g.id, jsonb_build_object('id', f.id, 'name', f.name) AS fund,
    jsonb_build_object('id', o.id, 'name', o.name) AS donor, g.offer_id AS "offerId", g.amount_minor AS amount, g.currency,
    g.received_minor AS received, g.fee_rate_millionths AS "feeRateMillionths", ${EARMARK} AS earmark,
    (SELECT jsonb_build_object('id', b.id, 'name', b.name) FROM organizations b WHERE b.id = g.implementer_id) AS implementer,
    g.state, g.usable_from AS "usableFrom", f.currency AS "fundCurrency",
    g.pledged_on AS "pledgedOn", g.pledged_base_minor AS "pledgedBase", g.pledged_rate AS "pledgedRate",
    g.pledged_rate_on AS "pledgedRateOn", g.pledged_rate_source AS "pledgedRateSource",
    g.signed_on AS "signedOn", g.committed_base_minor AS "committedBase", g.committed_rate AS "committedRate",
    g.committed_rate_on AS "committedRateOn", g.committed_rate_source AS "committedRateSource",
    g.valid_until AS "validUntil", g.account_id AS "accountId", a.posted_minor AS posted, a.held_minor AS held, p.posted_minor AS paid, g.version
  FROM fund_agreements g
  JOIN funds f ON f.id = g.fund_id
  JOIN organizations o ON o.id = g.donor_organization_id
  JOIN ledger_accounts a ON a.id = g.account_id
  JOIN ledger_accounts p ON p.id = g.paid_account_id`;

const DEPOSIT = `SELECT d.id, d.agreement_id AS "agreementId", d.amount_minor AS amount, d.currency,
    d.received_on AS "receivedOn", d.base_minor AS base, d.base_currency AS "baseCurrency", d.fee_minor AS fee, d.rate,
    d.rate_on AS "rateOn", d.rate_source AS "rateSource", d.external_ref AS "externalRef",
    d.transfer_id AS "transferId", d.recorded_at AS "recordedAt"
  FROM fund_deposits d`;

/** Who may see which agreements: those who keep, allocate and check the money see all, a donor its own. */
function agreementsVisibleTo(actor: Actor, alias: string, param = 1): { sql: string; params: unknown[] } {
  switch (actor.role) {
    case 'system':
    case 'finance':
    case 'coordinator':
    case 'approver':
    case 'auditor':
      return { sql: '(true)', params: [] };
    case 'donor':
      return { sql: `(${alias}.donor_organization_id = $${param})`, params: [actor.organizationId] };
    case 'focal-point':
    case 'administrator':
    case 'anonymous':
      return { sql: '(false)', params: [] };
  }
}

@Injectable()
export class FundsQueries {
  async funds(tx: ReadTx, { cursor, limit }: PageFilter): Promise<Page<FundView>> {
    const rows = await tx.query<FundRow[]>(`${FUND} WHERE f.id > $1 GROUP BY f.id, fees.id ORDER BY f.id LIMIT $2`, [
      readCursor(cursor, 1)?.[0] ?? '',
      limit + 1,
    ]);
    return keysetPage(rows.map(fundOf), limit, ({ id }) => [id]);
  }

  /** @throws NotFound */
  async fund(tx: ReadTx, id: string): Promise<FundView> {
    const rows = isId('fund', id)
      ? await tx.query<FundRow[]>(`${FUND} WHERE f.id = $1 GROUP BY f.id, fees.id`, [id])
      : [];
    if (!rows[0]) throw new NotFound('fund', id);
    return fundOf(rows[0]);
  }

  /** Agreements with a fund, the newest first. @throws NotFound when there is no such fund */
  async agreements(tx: ReadTx, fundId: string, { cursor, limit }: PageFilter): Promise<Page<AgreementView>> {
    await this.fund(tx, fundId);
    const visible = agreementsVisibleTo(tx.actor, 'g', 4);
    const rows = await tx.query<AgreementRow[]>(
      `${AGREEMENT} WHERE g.fund_id = $1 AND ($2::text IS NULL OR g.id < $2) AND ${visible.sql}
        ORDER BY g.id DESC LIMIT $3`,
      [fundId, readCursor(cursor, 1)?.[0] ?? null, limit + 1, ...visible.params],
    );
    return keysetPage(rows.map(agreementOf), limit, ({ id }) => [id]);
  }

  /** @throws NotFound */
  async agreement(tx: ReadTx, id: string): Promise<AgreementView> {
    const visible = agreementsVisibleTo(tx.actor, 'g', 2);
    const rows = isId('agr', id)
      ? await tx.query<AgreementRow[]>(`${AGREEMENT} WHERE g.id = $1 AND ${visible.sql}`, [id, ...visible.params])
      : [];
    if (!rows[0]) throw new NotFound('agreement', id);
    return agreementOf(rows[0]);
  }

  /** Deposits under an agreement, the newest first. @throws NotFound when there is no such agreement */
  async deposits(tx: ReadTx, agreementId: string, { cursor, limit }: PageFilter): Promise<Page<DepositView>> {
    await this.agreement(tx, agreementId);
    const rows = await tx.query<DepositRow[]>(
      `${DEPOSIT} WHERE d.agreement_id = $1 AND ($2::text IS NULL OR d.id < $2) ORDER BY d.id DESC LIMIT $3`,
      [agreementId, readCursor(cursor, 1)?.[0] ?? null, limit + 1],
    );
    return keysetPage(rows.map(depositOf), limit, ({ id }) => [id]);
  }

  /** @throws NotFound */
  async deposit(tx: ReadTx, agreementId: string, id: string): Promise<DepositView> {
    await this.agreement(tx, agreementId);
    const rows = isId('dep', id)
      ? await tx.query<DepositRow[]>(`${DEPOSIT} WHERE d.agreement_id = $1 AND d.id = $2`, [agreementId, id])
      : [];
    if (!rows[0]) throw new NotFound('deposit', id);
    return depositOf(rows[0]);
  }

  /**
   * Agreements and the deposits that filled them, for the trail of a payment. Who may see the trail is for the caller to
   * ask: its parties see the other donors who paid with them.
   */
  async sources(tx: ReadTx, agreementIds: readonly string[]): Promise<SourceView[]> {
    const agreements = await tx.query<AgreementRow[]>(`${AGREEMENT} WHERE g.id = ANY ($1) ORDER BY g.id`, [
      agreementIds,
    ]);
    return this.withDeposits(tx, agreements);
  }

  /** The agreement that an offer became, the newest one, with its deposits. Who may see it is for the caller to ask. */
  async sourceOfOffer(tx: ReadTx, offerId: string): Promise<SourceView | null> {
    const agreements = await tx.query<AgreementRow[]>(
      `${AGREEMENT} WHERE g.offer_id = $1 AND (g.state NOT IN ('withdrawn', 'lapsed') OR g.received_minor > 0)
        ORDER BY g.id DESC LIMIT 1`,
      [offerId],
    );
    const [source] = await this.withDeposits(tx, agreements);
    return source ?? null;
  }

  private async withDeposits(tx: ReadTx, agreements: readonly AgreementRow[]): Promise<SourceView[]> {
    const rows = await tx.query<DepositRow[]>(
      `${DEPOSIT} WHERE d.agreement_id = ANY ($1) ORDER BY d.received_on, d.id`,
      [agreements.map(({ id }) => id)],
    );
    const deposits = rows.map(depositOf);
    return agreements.map((row) => ({
      agreement: agreementOf(row),
      deposits: deposits.filter(({ agreementId }) => agreementId === row.id),
    }));
  }
}
