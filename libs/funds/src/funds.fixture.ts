import { Audit } from '#libs/audit';
import { Money, newId, type Actor, type CalendarDate } from '#libs/kernel';
import { Ledger, ledgerInvariants, LedgerQueries } from '#libs/ledger';
import { Outbox, type TestDatabase, type Tx } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { AgreementsService, type Pledge } from './agreements.service.js';
import { DepositsService } from './deposits.service.js';
import { NOT_EARMARKED, type Earmark } from './earmark.rules.js';
import { FundRates } from './fund-rates.js';
import { fundsInvariants } from './funds.invariants.js';
import { FundsQueries } from './funds.queries.js';
import { FundsService } from './funds.service.js';

export const TODAY = '2026-11-24';
export const usd = (minor: bigint) => Money.of(minor, 'USD');

export interface Promised {
  readonly amount?: Money;
  readonly received?: Money | null;
  readonly feeRateMillionths?: number;
  readonly earmark?: Partial<Earmark>;
  readonly offerId?: string;
  readonly ownMatchesOnly?: boolean;
  readonly pledgedOn?: CalendarDate;
  readonly usableFrom?: CalendarDate;
  readonly validUntil?: CalendarDate;
}

/** Finance at work on one fund in a test database. */
export class Treasury {
  private readonly clock = { now: () => new Date(`${TODAY}T12:00:00Z`) };
  private readonly audit = new Audit();
  private readonly rates = new FundRates(new ReferenceQueries());
  readonly ledger = new Ledger();
  readonly ledgerQueries = new LedgerQueries();
  readonly queries = new FundsQueries();
  readonly funds = new FundsService(this.ledger, this.ledgerQueries, this.audit, this.clock);
  readonly agreements = new AgreementsService(this.ledger, this.rates, this.audit, new Outbox(), this.clock);
  readonly deposits = new DepositsService(this.ledger, this.rates, this.audit, this.clock);

  readonly finance: Actor = {
    role: 'finance',
    personId: newId('pers'),
    organizationId: newId('org'),
    label: 'Finance',
  };
  readonly donor: Actor = { role: 'donor', personId: newId('pers'), organizationId: newId('org'), label: 'Donor' };
  /** A non-governmental organization that carries out what is paid. */
  readonly body = { organizationId: newId('org') };
  fundId = '';

  constructor(readonly db: TestDatabase) {}

  async open(currency = 'USD'): Promise<this> {
    await this.db.asOwner(
      `INSERT INTO organizations (id, kind, name) VALUES
         ($1, 'un-entity', 'The agent'), ($2, 'donor-state', 'Donor State'), ($3, 'ngo', 'The body')`,
      [this.finance.organizationId, this.donor.organizationId, this.body.organizationId],
    );
    this.fundId = await this.as((tx) =>
      this.funds.createFund(tx, { name: `Fund ${newId('n')}`, kind: 'facility', currency }),
    );
    return this;
  }

  as<T>(work: (tx: Tx) => Promise<T>, actor: Actor = this.finance): Promise<T> {
    return this.db.uow.run(actor, work);
  }

  pledge(promised: Promised = {}): Promise<string> {
    return this.as((tx) => this.agreements.pledge(tx, this.pledgeOf(promised)));
  }

  pledgeOf({ amount = usd(100_000n), feeRateMillionths = 10_000, earmark, ...rest }: Promised): Pledge {
    return {
      fundId: this.fundId,
      donorOrganizationId: this.donor.organizationId,
      amount,
      feeRateMillionths,
      earmark: { ...NOT_EARMARKED, ...earmark },
      pledgedOn: rest.pledgedOn ?? '2026-01-10',
      offerId: rest.offerId,
      ownMatchesOnly: rest.ownMatchesOnly,
      usableFrom: rest.usableFrom,
      validUntil: rest.validUntil,
    };
  }

  /** Pledged and signed. */
  async agree(promised: Promised = {}): Promise<string> {
    const id = await this.pledge(promised);
    await this.as((tx) => this.agreements.sign(tx, id, 1, promised.pledgedOn ?? '2026-01-20'));
    return id;
  }

  deposit(agreementId: string, amount: Money, externalRef = newId('ref'), receivedOn = '2026-02-01'): Promise<string> {
    return this.as((tx) => this.deposits.record(tx, { agreementId, amount, receivedOn, externalRef }));
  }

  /** Signed and paid in whole, without a fee unless one is given. */
  async fill(minor: bigint, promised: Promised = {}): Promise<string> {
    const amount = usd(minor);
    const id = await this.agree({ feeRateMillionths: 0, ...promised, amount });
    await this.deposit(id, amount);
    return id;
  }

  /** Equipment for marking in Haiti, carried out by a non-governmental organization. */
  get asked() {
    return { areaIso2: 'HT', categoryCode: 'MARK', typeCode: 'equipment', implementerId: this.body.organizationId };
  }

  draw(
    minor: bigint,
    request: { area?: string | null; category?: string; type?: string; offer?: string; ref?: string } = {},
  ) {
    const { area = 'HT', category = 'MARK', type = 'equipment', offer, ref = newId('tran') } = request;
    return this.as((tx) =>
      this.funds.holdFor(tx, {
        ...this.asked,
        fundId: this.fundId,
        amount: usd(minor),
        areaIso2: area,
        categoryCode: category,
        typeCode: type,
        offerId: offer,
        purposeRef: ref,
      }),
    );
  }

  pay(holdIds: string[]): Promise<{ transferId: string }> {
    return this.as((tx) =>
      this.ledger.post(tx, { idempotencyKey: newId('inst'), reason: 'payment', effectiveOn: TODAY, holdIds }),
    );
  }

  agreement(id: string) {
    return this.db.uow.read(this.finance, (tx) => this.queries.agreement(tx, id));
  }

  fund() {
    return this.db.uow.read(this.finance, (tx) => this.queries.fund(tx, this.fundId));
  }

  /** Balances of the fund's book by what follows the id in the code of the account. */
  async book(): Promise<Record<string, string>> {
    const accounts = await this.db.uow.read(this.finance, (tx) => this.ledgerQueries.book(tx, this.fundId));
    return Object.fromEntries(accounts.map(({ code, posted }) => [code.slice(code.indexOf('/') + 1), `${posted}`]));
  }
}

/** Names of the invariants of ledger and funds that are broken. */
export async function brokenInvariants(query: (sql: string) => Promise<unknown>): Promise<string[]> {
  const broken: string[] = [];
  for (const { name, sql } of [...ledgerInvariants, ...fundsInvariants]) {
    if (((await query(sql)) as unknown[]).length > 0) broken.push(name);
  }
  return broken;
}
