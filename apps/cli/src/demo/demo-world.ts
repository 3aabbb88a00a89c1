import type { INestApplicationContext } from '@nestjs/common';
import { AgreementsService, DepositsService, Fund, FundAgreement, FundsService } from '#libs/funds';
import { DEMONSTRATION_SOURCE, IdentityService, Membership, Person } from '#libs/identity';
import { calendarDateOf, type Actor, type Clock } from '#libs/kernel';
import { Need, NeedsService } from '#libs/needs';
import { Offer, OfferLifeService, OffersService } from '#libs/offers';
import { CLOCK, UnitOfWork, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import { DEMO_FUND, demoNeeds, demoOffers, type DemoNeed, type DemoOffer } from './demo-content.js';
import {
  DEMO_ORGANIZATIONS,
  DEMO_PASSWORD,
  DEMO_PEOPLE,
  demoEmail,
  type DemoOrganizationRef,
  type DemoPersonId,
} from './demo-people.js';

type OrganizationIds = Readonly<Record<DemoOrganizationRef, string>>;
type Actors = Readonly<Record<DemoPersonId, Actor>>;

/**
 * The demonstration world: a few States, donors and coordinators with needs, offers and a fund. Each step looks first whether
 * it was done, so that a run again, or after a crash, adds only what is missing.
 */
export class DemoWorld {
  private readonly uow: UnitOfWork;
  private readonly today: string;

  constructor(private readonly services: INestApplicationContext) {
    this.uow = services.get(UnitOfWork);
    this.today = calendarDateOf(services.get<Clock>(CLOCK).now());
  }

  async build(): Promise<void> {
    const { organizations, actors } = await this.uow.run(operator(), (tx) => this.people(tx));
    const year = Number(this.today.slice(0, 4));
    for (const need of demoNeeds(year)) await this.need(need, actors);
    for (const offer of demoOffers(year)) await this.offer(offer, actors[offer.by]);
    await this.uow.run(actors['finance-1'], (tx) => this.fund(tx, organizations[DEMO_FUND.donor]));
  }

  private async people(tx: Tx): Promise<{ organizations: OrganizationIds; actors: Actors }> {
    const identity = this.services.get(IdentityService);
    const organizations: Record<string, string> = {};
    for (const { ref, name, kind, ...place } of DEMO_ORGANIZATIONS) {
      const organization = await identity.findOrCreateByExternalRef(tx, {
        source: DEMONSTRATION_SOURCE,
        externalRef: ref,
        name,
        kind,
        areaIso2: 'area' in place ? place.area : null,
      });
      organizations[ref] = organization.id;
    }
    const actors: Record<string, Actor> = {};
    for (const { id, name, organization, role } of DEMO_PEOPLE) {
      const organizationId = organizations[organization] ?? '';
      const email = demoEmail(id);
      const person =
        (await tx.findOneBy(Person, { email })) ??
        (await identity.addPerson(tx, { email, name, password: DEMO_PASSWORD, memberships: [] }));
      const membership = { personId: person.id, organizationId, role };
      if (!(await tx.existsBy(Membership, membership))) await identity.giveMembership(tx, membership);
      actors[id] = { role, personId: person.id, organizationId, label: name };
    }
    return { organizations: organizations as OrganizationIds, actors: actors as Actors };
  }

  private async need({ by, until, content }: DemoNeed, actors: Actors): Promise<void> {
    const needs = this.services.get(NeedsService);
    const find = (tx: Tx) => tx.findOneBy(Need, { organizationId: actors[by].organizationId, title: content.title });
    await this.uow.run(actors[by], async (tx) => {
      if (await find(tx)) return;
      const needId = await needs.draft(tx, content);
      if (until !== 'draft') await needs.submit(tx, { needId, version: 1 });
    });
    if (until !== 'published') return;
    await this.uow.run(actors.coordinator, async (tx) => {
      const need = await find(tx);
      if (need?.state === 'submitted') await needs.publish(tx, { needId: need.id, version: need.version });
    });
  }

  private async offer({ content }: DemoOffer, donor: Actor): Promise<void> {
    const offers = this.services.get(OffersService);
    await this.uow.run(donor, async (tx) => {
      if (await tx.existsBy(Offer, { organizationId: donor.organizationId, title: content.title })) return;
      const offerId = await offers.draft(tx, content);
      await this.services.get(OfferLifeService).publish(tx, { offerId, version: 1 });
    });
  }

  private async fund(tx: Tx, donorOrganizationId: string): Promise<void> {
    const { name, currency, amount, received, feeRateMillionths, externalRef } = DEMO_FUND;
    const agreements = this.services.get(AgreementsService);
    const fundId =
      (await tx.findOneBy(Fund, { name }))?.id ??
      (await this.services.get(FundsService).createFund(tx, { name, kind: 'facility', currency }));
    const known = await tx.findOneBy(FundAgreement, { fundId, donorOrganizationId });
    if (known) return;
    const earmark = { level: 1, areas: [], regions: [], groups: [], categories: [], excludedAreas: [] } as const;
    const agreementId = await agreements.pledge(tx, {
      fundId,
      donorOrganizationId,
      amount,
      feeRateMillionths,
      earmark,
      pledgedOn: this.today,
    });
    await agreements.sign(tx, agreementId, 1, this.today);
    await this.services
      .get(DepositsService)
      .record(tx, { agreementId, amount: received, receivedOn: this.today, externalRef });
  }
}
