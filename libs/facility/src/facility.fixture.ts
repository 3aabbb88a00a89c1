import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import {
  BankAccountsService,
  DisbursementsQueries,
  DisbursementsService,
  InstructionsService,
} from '#libs/disbursements';
import { AgreementsService, DepositsService, FundsService, NOT_EARMARKED } from '#libs/funds';
import { Money, newId, type Actor, type Role } from '#libs/kernel';
import { MatchesQueries, MatchesService } from '#libs/matching';
import { NeedDraftsService, NeedLifeService, NeedReviewService, NeedsModule } from '#libs/needs';
import { OfferLifeService, OffersModule, OffersService, UNSTATED } from '#libs/offers';
import { PlatformModule, readConfig, UnitOfWork, type Tx, type TestDatabase } from '#libs/platform';
import { ReferenceLoader, ReferenceModule } from '#libs/reference';
import { AllocationsService } from './allocations.service.js';
import { FacilityModule } from './facility.module.js';
import { FacilityQueries, type ProjectView } from './facility.queries.js';
import { MoneyTrailQueries, type MoneyTrailView } from './money-trail.queries.js';
import { OfferAgreementsService } from './offer-agreements.service.js';
import { TranchesService } from './tranches.service.js';

@Module({ imports: [FacilityModule, NeedsModule, OffersModule, ReferenceModule] })
class Features {}

export const usd = (minor: bigint): Money => Money.of(minor, 'USD');

/** What an agreement of a test fund gives. */
interface Given {
  readonly minor: bigint;
  /** Only for such needs. */
  readonly category?: string;
  /** Only for such countries. */
  readonly area?: string;
}

/** A facility for tests: a State, donors and the secretariat, and the whole way from a need to a paid tranche. */
export class Programme {
  readonly state = newId('org');
  readonly donor = newId('org');
  readonly otherDonor = newId('org');
  readonly secretariat = newId('org');
  readonly focalPoint = actor('focal-point', this.state);
  readonly donorPerson = actor('donor', this.donor);
  readonly strangerDonor = actor('donor', this.otherDonor);
  readonly coordinator = actor('coordinator', this.secretariat);
  readonly finance = actor('finance', this.secretariat);
  readonly secondFinance = actor('finance', this.secretariat);
  readonly approver = actor('approver', this.secretariat);
  readonly secondApprover = actor('approver', this.secretariat);
  readonly auditor = actor('auditor', this.secretariat);
  readonly system: Actor;
  private app!: INestApplicationContext;
  today!: string;

  constructor(private readonly db: TestDatabase) {
    this.system = db.actor;
  }

  async open(): Promise<void> {
    const config = readConfig({ DATABASE_URL: this.db.url, CLEARING_LOG_LEVEL: 'silent' });
    const platform = PlatformModule.forRoot(config, pino({ level: 'silent' }));
    this.app = await NestFactory.createApplicationContext(
      { module: class Root {}, imports: [platform, Features] },
      { logger: false, abortOnError: false },
    );
    this.today = new Date().toISOString().slice(0, 10);
    await this.as(this.system, (tx) => this.get(ReferenceLoader).load(tx));
    await this.db.asOwner(
      `INSERT INTO organizations (id, kind, name, area_iso2) VALUES ($1, 'state', 'Haiti', 'HT'),
         ($2, 'donor-state', 'Norway', 'NO'), ($3, 'donor-state', 'Sweden', 'SE'), ($4, 'un-entity', 'Secretariat', NULL)`,
      [this.state, this.donor, this.otherDonor, this.secretariat],
    );
    const people = Object.values(this).filter(isPerson);
    for (const { personId, organizationId, role } of people) {
      await this.db.asOwner(`INSERT INTO people (id, email, name) VALUES ($1, $1 || '@example.org', $1)`, [personId]);
      await this.db.asOwner('INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, $4)', [
        newId('memb'),
        personId,
        organizationId,
        role,
      ]);
    }
    await this.db.asOwner(
      `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, verified_on)
       VALUES ($1, $2, $3, 'iti', true, '2026-01-01', '2026-01-01')`,
      [newId('poc'), this.state, this.focalPoint.personId],
    );
  }

  async close(): Promise<void> {
    await this.app.close();
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.app.get<T>(type);
  }

  as<T>(who: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.get(UnitOfWork).run(who, work);
  }

  /** A fund with signed and paid-in agreements, of the two donors in turn. */
  async fund(...given: Given[]): Promise<string> {
    return this.as(this.finance, async (tx) => {
      const fundId = await this.get(FundsService).createFund(tx, {
        name: newId('f'),
        kind: 'facility',
        currency: 'USD',
      });
      for (const [index, { minor, category, area }] of given.entries()) {
        const agreements = this.get(AgreementsService);
        const agreementId = await agreements.pledge(tx, {
          fundId,
          donorOrganizationId: index % 2 === 0 ? this.donor : this.otherDonor,
          amount: usd(minor),
          feeRateMillionths: 0,
          earmark: {
            ...NOT_EARMARKED,
            level: category || area ? 3 : 1,
            areas: area ? [area] : [],
            categories: category ? [category] : [],
          },
          pledgedOn: this.today,
        });
        await this.payIn(tx, agreementId, minor);
      }
      return fundId;
    });
  }

  /** A confirmed match whose offer is a signed agreement with the fund; what is not paid in of it, the donor takes back. */
  async backedMatch(fundId: string, amount: bigint, paidIn = amount): Promise<string> {
    const matchId = await this.confirmedMatch(amount);
    await this.as(this.finance, async (tx) => {
      const agreementId = await this.agree(tx, matchId, fundId);
      const version = await this.payIn(tx, agreementId, paidIn);
      if (paidIn < amount) await this.get(AgreementsService).withdraw(tx, agreementId, version, 'budget cut');
    });
    return matchId;
  }

  agree(tx: Tx, matchId: string, fundId: string, feeRateMillionths = 0): Promise<string> {
    const agreement = { matchId, fundId, feeRateMillionths, pledgedOn: this.today };
    return this.get(OfferAgreementsService).record(tx, agreement);
  }

  /** Signed and paid in; returns the version then. */
  async payIn(tx: Tx, agreementId: string, minor: bigint): Promise<number> {
    await this.get(AgreementsService).sign(tx, agreementId, 1, this.today);
    const deposit = { agreementId, amount: usd(minor), receivedOn: this.today, externalRef: newId('ref') };
    await this.get(DepositsService).record(tx, deposit);
    return 3;
  }

  /** A match of Haiti's need and Norway's offer, to which both have consented; in kind when it counts machines. */
  async confirmedMatch(amount: bigint, { inKind = false, until = 'confirmed' } = {}): Promise<string> {
    const measure = inKind ? { unit: 'machine' } : { currency: 'USD' };
    const offerId = await this.as(this.donorPerson, async (tx) => {
      const id = await this.get(OffersService).draft(tx, {
        ...UNSTATED,
        title: newId('title'),
        validUntil: null,
        description: 'For marking',
        kind: inKind ? 'in-kind' : 'cash',
        categoryCodes: [],
        typeCodes: inKind ? ['equipment'] : [],
        measure,
        capacity: amount,
        earmarkAreas: [],
        earmarkRegions: [],
        earmarkGroups: [],
        excludedAreas: [],
        minimumLot: null,
        maximumPerRecipient: null,
        visibility: 'public',
        conditions: '',
      });
      await this.get(OfferLifeService).publish(tx, { offerId: id, version: 1 });
      return id;
    });
    return this.matchWith(offerId, amount, { measure, until });
  }

  /** The same of an offer that is there. */
  async matchWith(
    offerId: string,
    amount: bigint,
    { measure, until = 'confirmed' }: { measure?: { currency: string } | { unit: string }; until?: string } = {},
  ): Promise<string> {
    const needId = await this.openNeed(amount, measure);
    const [item] = await this.db.asOwner<{ id: string }>('SELECT id FROM need_items WHERE need_id = $1', [needId]);
    const matches = this.get(MatchesService);
    const matchId = await this.as(this.coordinator, async (tx) => {
      const id = await matches.propose(tx, { needItemId: item!.id, offerId, amount, note: null });
      if (until !== 'suggested') await matches.accept(tx, { matchId: id, version: 1 }, {});
      return id;
    });
    if (until === 'confirmed') {
      await this.as(this.focalPoint, (tx) => matches.consent(tx, { matchId, version: 2 }));
      await this.as(this.donorPerson, (tx) => matches.consent(tx, { matchId, version: 3 }));
    }
    return matchId;
  }

  /** A published need of Haiti for marking. */
  async openNeed(
    requested: bigint,
    measure: { currency: string } | { unit: string } = { currency: 'USD' },
  ): Promise<string> {
    const needId = await this.as(this.focalPoint, async (tx) => {
      const item = {
        categoryCode: 'MARK',
        typeCode: 'unit' in measure ? 'equipment' : 'financial',
        description: 'Machines that mark weapons',
        measure,
        requested,
        minimum: null,
        unitCost: null,
      };
      const id = await this.get(NeedDraftsService).draft(tx, {
        title: newId('title'),
        validUntil: null,
        areaIso2: 'HT',
        summary: 'About 11,000 service weapons carry no unique marking, and lost ones cannot be traced.',
        language: 'en',
        visibility: 'states-only',
        priority: 3,
        neededFrom: null,
        neededBy: '2099-06-30',
        tags: [],
        items: [item],
      });
      await this.get(NeedLifeService).submit(tx, { needId: id, version: 1 });
      return id;
    });
    await this.as(this.coordinator, async (tx) => {
      const review = this.get(NeedReviewService);
      await review.acknowledge(tx, { needId, version: 2 }, 'Note verbale');
      await review.validate(tx, { needId, version: 3 });
      await review.publish(tx, { needId, version: 4 });
    });
    return needId;
  }

  async allocate(matchId: string, fundId: string, ...minors: bigint[]): Promise<string> {
    const tranches = minors.map((minor, index) => ({ amount: usd(minor).toJSON(), condition: `Step ${index + 1}` }));
    return this.as(this.coordinator, (tx) => this.get(AllocationsService).allocate(tx, { matchId, fundId, tranches }));
  }

  async cancel(projectId: string, version = 1): Promise<void> {
    await this.as(this.coordinator, (tx) =>
      this.get(AllocationsService).cancel(tx, projectId, version, 'plans changed'),
    );
  }

  async meetCondition(trancheId: string): Promise<void> {
    await this.as(this.coordinator, (tx) =>
      this.get(TranchesService).conditionMet(tx, trancheId, 1, { fileId: null, note: 'Contract seen' }),
    );
  }

  async bankAccount(): Promise<string> {
    const accounts = this.get(BankAccountsService);
    const accountNumber = newId('acc').replace('_', '');
    const details = { organizationId: this.state, holderName: 'Treasury', accountNumber, bic: null, currency: 'USD' };
    const id = await this.as(this.finance, (tx) => accounts.enter(tx, details));
    await this.as(this.secondFinance, (tx) => accounts.verify(tx, id, 1));
    return id;
  }

  async order(trancheId: string): Promise<string> {
    const bankAccountId = await this.bankAccount();
    return this.as(this.finance, (tx) => this.get(TranchesService).order(tx, trancheId, bankAccountId));
  }

  /** Two approvals, and the bank's word; facility has not heard of it yet. */
  async pay(orderId: string): Promise<void> {
    const disbursements = this.get(DisbursementsService);
    await this.as(this.approver, (tx) => disbursements.approve(tx, orderId, 1));
    await this.as(this.secondApprover, (tx) => disbursements.approve(tx, orderId, 2));
    await this.as(this.system, async (tx) => {
      const work = await this.get(InstructionsService).takeUp(tx, orderId, 'test');
      const answer = { status: 'settled', bankReference: 'T1', settledOn: this.today } as const;
      await this.get(InstructionsService).conclude(tx, { instructionId: work!.instructionId, answer });
    });
  }

  /** What the consumers do with the events that wait. */
  async hearNews(): Promise<void> {
    const news = await this.db.asOwner<{ delivery: string; consumer: string; refId: string; of: string }>(
      `SELECT d.id AS delivery, d.consumer, e.ref_id AS "refId",
              coalesce(e.payload ->> 'purposeRef', e.payload ->> 'offerId') AS "of"
         FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id
        WHERE d.consumer LIKE 'facility.%' AND d.state = 'pending' ORDER BY e.occurred_at, d.id`,
    );
    const tranches = this.get(TranchesService);
    for (const { delivery, consumer, refId, of } of news) {
      await this.as(this.system, async (tx) => {
        if (consumer === 'facility.settle-tranche') await tranches.settle(tx, refId, of);
        else if (consumer === 'facility.reopen-tranche') await tranches.reopen(tx, refId, of);
        else await this.get(OfferAgreementsService).end(tx, of);
        await tx.query(`UPDATE outbox_deliveries SET state = 'done', done_at = now() WHERE id = $1`, [delivery]);
      });
    }
  }

  project(id: string): Promise<ProjectView> {
    return this.get(UnitOfWork).read(this.system, (tx) => this.get(FacilityQueries).project(tx, id));
  }

  trail(matchId: string, who: Actor): Promise<MoneyTrailView> {
    return this.get(UnitOfWork).read(who, (tx) => this.get(MoneyTrailQueries).ofMatch(tx, matchId));
  }

  async matchState(id: string): Promise<string> {
    const match = await this.get(UnitOfWork).read(this.system, (tx) => this.get(MatchesQueries).get(tx, id));
    return match.state;
  }

  async orderState(id: string): Promise<string | undefined> {
    const order = await this.get(UnitOfWork).read(this.system, (tx) => this.get(DisbursementsQueries).find(tx, id));
    return order?.state;
  }
}

function actor(role: Role, organizationId: string): Actor {
  const personId = newId('pers');
  return { role, organizationId, personId, label: `${role} ${personId.slice(-4)}` };
}

function isPerson(value: unknown): value is Actor {
  return typeof value === 'object' && value !== null && 'personId' in value && value.personId !== '';
}
