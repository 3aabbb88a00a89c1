import type { INestApplicationContext } from '@nestjs/common';
import { AgreementsService, DepositsService, Fund, FundAgreement, FundsService, NOT_EARMARKED } from '#libs/funds';
import {
  DEMONSTRATION_SOURCE,
  IdentityService,
  Membership,
  Organization,
  OrganizationAreasService,
  Person,
  PointOfContact,
  PointsOfContactService,
} from '#libs/identity';
import type { Actor, CalendarDate, Clock } from '#libs/kernel';
import { Offer, OfferLifeService, OffersService } from '#libs/offers';
import { CLOCK, UnitOfWork, type Tx } from '#libs/platform';
import { RatesImport, ReferenceQueries } from '#libs/reference';
import { operator } from '../database.js';
import { Acts } from './acts.js';
import { DAYS_SINCE_BEGINNING, needCourse } from './courses.js';
import { DEMO_FUND, demoNeeds, demoOffers, type DemoOffer } from './demo-content.js';
import { UNVERIFIED } from './demo-desk.js';
import {
  DEMO_ORGANIZATIONS,
  DEMO_PASSWORD,
  DEMO_PEOPLE,
  demoEmail,
  type DemoOrganization,
  type DemoOrganizationRef,
  type DemoPerson,
  type DemoPersonId,
} from './demo-people.js';
import { DEMO_RATES, DEMO_RATES_SOURCE } from './demo-rates.js';
import { keepText } from './demo-files.js';
import { DEMO_REPORT_ENTERED, DEMO_REPORTS, SCENE_REPORTS } from './demo-reports.js';
import type { SceneActors } from './demo-scenes.js';
import { DeskBuilder, isDeskBuilt } from './desk-builder.js';
import { EXTRA_ORGANIZATIONS, EXTRA_PEOPLE } from './extra-people.js';
import { FundBuilder } from './fund-builder.js';
import { NeedBuilder } from './need-builder.js';
import { ReportBuilder } from './report-builder.js';
import { SceneBuilder } from './scene-builder.js';

type OrganizationIds = Readonly<Record<DemoOrganizationRef, string>>;
type Actors = Readonly<Record<DemoPersonId, Actor>>;

interface Cast {
  readonly organizations: readonly DemoOrganization[];
  readonly people: readonly (Omit<DemoPerson, 'organization'> & { readonly organization: string })[];
}

const FIRST: Cast = { organizations: DEMO_ORGANIZATIONS, people: DEMO_PEOPLE };
const ALL: Cast = {
  organizations: [...DEMO_ORGANIZATIONS, ...EXTRA_ORGANIZATIONS],
  people: [...DEMO_PEOPLE, ...EXTRA_PEOPLE],
};

/** States designated their points of contact before that, not all on one day. */
const designatedDaysAgo = (place: number) => DAYS_SINCE_BEGINNING + ((place * 53) % 400);

/** So long ago the first agreement with the fund was paid in. */
const FUNDED_DAYS_AGO = 390;
/** Rates hold from the first of a month on: of each month since the first pledge in another currency than the dollar. */
const RATED_DAYS_AGO = [84, 56, 28, 0];

/**
 * The demonstration world: a few States, donors and coordinators with needs, offers and a fund. Each step looks first whether
 * it was done, so that a run again, or after a crash, adds only what is missing.
 */
export class DemoWorld {
  private readonly uow: UnitOfWork;
  private readonly acts: Acts;

  constructor(private readonly services: INestApplicationContext) {
    this.uow = services.get(UnitOfWork);
    this.acts = new Acts(this.uow, services.get<Clock>(CLOCK).now());
  }

  /** All of it. What was told to its end is left to those who try it out, and to the version that told it. */
  async tell(): Promise<void> {
    if (await isDeskBuilt(this.uow)) return;
    await this.build();
    await this.fill();
  }

  /** The first few needs and offers of every kind, a fund, and people of every role. */
  async build(): Promise<void> {
    const cast = await this.cast(FIRST);
    const organizations = cast.organizations as OrganizationIds;
    const actors = cast.actors as Actors;
    const year = Number(this.acts.today.slice(0, 4));
    const reports = new ReportBuilder(this.services, this.acts);
    for (const [place, report] of DEMO_REPORTS.entries()) await reports.file(report, actors[report.by], place);
    const entered = { ...DEMO_REPORT_ENTERED.content, organizationId: organizations[DEMO_REPORT_ENTERED.for] };
    await reports.file({ content: entered, text: null }, actors.coordinator, DEMO_REPORTS.length);
    const needs = new NeedBuilder(this.services, actors, this.acts);
    for (const [place, { lastAct, ...need }] of demoNeeds(year).entries()) {
      const story = { place, course: needCourse(...lastAct, place), end: 0 };
      await needs.need(need, need.until, story);
      await needs.stillStands(need, story);
    }
    for (const [place, offer] of demoOffers(year).entries()) await this.offer(offer, actors[offer.by], place);
    await this.acts.run(actors['finance-1'], FUNDED_DAYS_AGO, 0, (tx) => this.fund(tx, organizations[DEMO_FUND.donor]));
    await this.uow.run(operator(), (tx) => this.rates(tx));
  }

  /** On top of that, needs and offers of all regions and categories in every state, and what lies on people's desks. */
  private async fill(): Promise<void> {
    const cast = await this.cast(ALL);
    const actors = cast.actors as SceneActors;
    const reports = new ReportBuilder(this.services, this.acts);
    for (const [place, report] of SCENE_REPORTS.entries()) await reports.file(report, actors[report.by], place);
    await new SceneBuilder(this.services, actors, this.acts).build();
    await this.letters(actors.coordinator);
    await new FundBuilder(this.services, actors, this.acts).build();
    // Last, since it tells whether all was told.
    await new DeskBuilder(this.services, actors, this.acts).build();
  }

  private async cast(cast: Cast): ReturnType<DemoWorld['people']> {
    const found = await this.acts.create(operator(), DAYS_SINCE_BEGINNING, 0, (tx) => this.people(tx, cast));
    await this.verify(cast);
    return found;
  }

  private async people(
    tx: Tx,
    cast: Cast,
  ): Promise<Record<'organizations', Record<string, string>> & Record<'actors', Record<string, Actor>>> {
    const identity = this.services.get(IdentityService);
    const organizations: Record<string, string> = {};
    for (const { ref, name, kind, area, requestsFor } of cast.organizations) {
      const organization = await identity.findOrCreateByExternalRef(tx, {
        source: DEMONSTRATION_SOURCE,
        externalRef: ref,
        name,
        kind,
        areaIso2: area ?? null,
      });
      organizations[ref] = organization.id;
      if (requestsFor) {
        const { id, version } = (await tx.findOneBy(Organization, { id: organization.id }))!;
        await this.services.get(OrganizationAreasService).set(tx, { id, version }, requestsFor);
      }
    }
    const actors: Record<string, Actor> = {};
    for (const { id, name, organization, role } of cast.people) {
      const organizationId = organizations[organization] ?? '';
      const email = demoEmail(id);
      const person =
        (await tx.findOneBy(Person, { email })) ??
        (await identity.addPerson(tx, { email, name, password: DEMO_PASSWORD, memberships: [] }));
      const membership = { personId: person.id, organizationId, role };
      if (!(await tx.existsBy(Membership, membership))) await identity.giveMembership(tx, membership);
      actors[id] = { role, personId: person.id, organizationId, label: name };
      if (role !== 'focal-point') continue;
      const place = cast.organizations.findIndex(({ ref }) => ref === organization);
      await this.designate(tx, { organizationId, personId: person.id }, this.acts.dayAgo(designatedDaysAgo(place)));
    }
    return { organizations, actors };
  }

  private async designate(
    tx: Tx,
    { organizationId, personId }: Record<'organizationId' | 'personId', string>,
    startsOn: CalendarDate,
  ): Promise<void> {
    const contacts = this.services.get(PointsOfContactService);
    for (const instrument of ['poa', 'iti'] as const) {
      if (await tx.existsBy(PointOfContact, { organizationId, personId, instrument })) continue;
      const isPrimary = !(await tx.existsBy(PointOfContact, { organizationId, instrument, isPrimary: true }));
      const contact = { personId, instrument, isPrimary, startsOn, letterFileId: null };
      await contacts.designate(tx, organizationId, contact);
    }
  }

  /** Once, so that who verifies a designation later on has done so; nobody does it for one of them. */
  private async verify({ people }: Cast): Promise<void> {
    const emails = people.filter(({ id }) => id !== UNVERIFIED).map(({ id }) => demoEmail(id));
    const organizations = await this.uow.read(operator(), (tx) =>
      tx.query<{ contacts: { id: string; version: number }[] }[]>(
        `SELECT json_agg(json_build_object('id', c.id, 'version', c.version) ORDER BY c.id) AS contacts
           FROM points_of_contact c JOIN people p ON p.id = c.person_id JOIN organizations o ON o.id = c.organization_id
          WHERE o.source = $1 AND p.email = ANY($2) AND c.verified_on = $3 AND c.ends_on IS NULL
          GROUP BY o.id ORDER BY o.name`,
        [DEMONSTRATION_SOURCE, emails, this.acts.dayAgo(DAYS_SINCE_BEGINNING)],
      ),
    );
    for (const [place, { contacts }] of organizations.entries()) {
      await this.acts.run(operator(), 12 + ((place * 31) % 240), place, async (tx) => {
        for (const contact of contacts) await this.services.get(PointsOfContactService).verify(tx, contact);
      });
    }
  }

  /** One for all points of contact of an organization that have none. */
  private async letters(coordinator: Actor): Promise<void> {
    const missing = await this.uow.read(operator(), (tx) =>
      tx.query<{ name: string; contacts: { id: string; version: number; person: string }[] }[]>(
        `SELECT o.name, json_agg(json_build_object('id', c.id, 'version', c.version, 'person', p.name) ORDER BY c.id) AS contacts
           FROM points_of_contact c JOIN people p ON p.id = c.person_id JOIN organizations o ON o.id = c.organization_id
          WHERE o.source = $1 AND p.email = ANY($2) AND c.letter_file_id IS NULL AND c.ends_on IS NULL
          GROUP BY o.id ORDER BY o.name`,
        [DEMONSTRATION_SOURCE, ALL.people.map(({ id }) => demoEmail(id))],
      ),
    );
    for (const { name, contacts } of missing) {
      const people = [...new Set(contacts.map(({ person }) => person))].join(', ');
      const text =
        `Illustrative letter of designation. Everything in it is invented.\n\n${name} designates as its points of contact under ` +
        `the Programme of Action on small arms and the International Tracing Instrument:\n\n${people}\n`;
      const fileId = await keepText(this.services, coordinator, 'illustrative-letter-of-designation.txt', text);
      await this.uow.run(coordinator, async (tx) => {
        const service = this.services.get(PointsOfContactService);
        for (const { id, version } of contacts) await service.setLetter(tx, { id, version }, fileId);
      });
    }
  }

  private async rates(tx: Tx): Promise<void> {
    const reference = this.services.get(ReferenceQueries);
    for (const [currency, unitsPerUsd] of Object.entries(DEMO_RATES)) {
      for (const days of RATED_DAYS_AGO) {
        const first = `${this.acts.dayAgo(days).slice(0, 7)}-01`;
        const [known] = await reference.rates(tx, first, currency);
        if (known?.effectiveOn === first) continue;
        const rate = { currency, effective_on: first, units_per_usd: unitsPerUsd };
        await this.services.get(RatesImport).importRow(tx, DEMO_RATES_SOURCE, rate);
      }
    }
  }

  private async offer({ publishedDaysAgo, content }: DemoOffer, donor: Actor, place: number): Promise<void> {
    const { organizationId } = donor;
    const { title } = content;
    if (await this.uow.read(operator(), (tx) => tx.existsBy(Offer, { organizationId, title }))) return;
    const offerId = await this.acts.create(donor, publishedDaysAgo + 3, place, (tx) =>
      this.services.get(OffersService).draft(tx, content),
    );
    await this.acts.run(donor, publishedDaysAgo, place, (tx) =>
      this.services.get(OfferLifeService).publish(tx, { offerId, version: 1 }),
    );
  }

  private async fund(tx: Tx, donorOrganizationId: string): Promise<void> {
    const { name, currency, amount, received, feeRateMillionths, externalRef } = DEMO_FUND;
    const agreements = this.services.get(AgreementsService);
    const fundId =
      (await tx.findOneBy(Fund, { name }))?.id ??
      (await this.services.get(FundsService).createFund(tx, { name, kind: 'facility', currency }));
    const known = await tx.findOneBy(FundAgreement, { fundId, donorOrganizationId });
    if (known) return;
    const earmark = NOT_EARMARKED;
    const agreementId = await agreements.pledge(tx, {
      fundId,
      donorOrganizationId,
      amount,
      feeRateMillionths,
      earmark,
      pledgedOn: this.acts.dayAgo(FUNDED_DAYS_AGO + 40),
    });
    await agreements.sign(tx, agreementId, 1, this.acts.dayAgo(FUNDED_DAYS_AGO + 12));
    await this.services
      .get(DepositsService)
      .record(tx, { agreementId, amount: received, receivedOn: this.acts.dayAgo(FUNDED_DAYS_AGO), externalRef });
  }
}
