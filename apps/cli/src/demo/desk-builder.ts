import type { INestApplicationContext } from '@nestjs/common';
import { AgreementsService, DepositsService, Fund, FundAgreement, NOT_EARMARKED } from '#libs/funds';
import { DEMONSTRATION_SOURCE, PointOfContact, PointsOfContactService } from '#libs/identity';
import { Money } from '#libs/kernel';
import { Match, MatchesService } from '#libs/matching';
import { Need, NeedItem, NeedMessage, NeedRevision, NeedRevisionsService, NeedThreadService } from '#libs/needs';
import { SavedSearchesService, ShortlistService } from '#libs/notifications';
import { Offer } from '#libs/offers';
import { UnitOfWork, type ReadTx, type Tx } from '#libs/platform';
import { operator } from '../database.js';
import type { Acts } from './acts.js';
import { DEMO_FUND } from './demo-content.js';
import {
  AGREEMENTS,
  DELEGATES,
  FOLLOWED,
  HANDS_OVER,
  MESSAGES,
  PROPOSED,
  REVISIONS,
  SEARCHES,
  SHOWN_TO_PUBLIC,
  type SceneRevision,
} from './demo-desk.js';
import { keepText } from './demo-files.js';
import type { SceneActors, ScenePersonId } from './demo-scenes.js';

/** So long ago was pledged what nobody signed in time. */
const LAPSED_PLEDGE_DAYS = 90;
/** When the first search was saved; the others followed. */
const SEARCHED_DAYS_AGO = 160;

/** Whether the last step of {@link DeskBuilder} was done, whatever became of it since. */
export async function isDeskBuilt(uow: UnitOfWork): Promise<boolean> {
  const found = await uow.read(operator(), (tx) =>
    tx.query<unknown[]>(
      `SELECT FROM matches m JOIN offers o ON o.id = m.offer_id JOIN organizations d ON d.id = o.organization_id
        WHERE m.origin = 'person' AND o.title = $1 AND d.source = $2 LIMIT 1`,
      [PROPOSED.offer, DEMONSTRATION_SOURCE],
    ),
  );
  return found.length > 0;
}

/** What lies on the desks of people beside needs and offers: threads, changes, searches, terms of office, agreements. */
export class DeskBuilder {
  private readonly uow: UnitOfWork;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: SceneActors,
    private readonly acts: Acts,
  ) {
    this.uow = services.get(UnitOfWork);
  }

  async build(): Promise<void> {
    for (const message of MESSAGES) await this.message(message);
    for (const [place, revision] of REVISIONS.entries()) await this.revision(revision, place);
    for (const [place, { by, ...search }] of SEARCHES.entries()) {
      await this.acts.create(this.actors[by], SEARCHED_DAYS_AGO - 40 * place, place, async (tx) => {
        const searches = this.services.get(SavedSearchesService);
        if ((await searches.list(tx)).some(({ name }) => name === search.name)) return;
        await searches.save(tx, search);
      });
    }
    for (const { by, needs } of FOLLOWED) {
      await this.uow.run(this.actors[by], async (tx) => {
        for (const title of needs) await this.services.get(ShortlistService).add(tx, (await needOf(tx, title)).id);
      });
    }
    await this.contacts();
    for (const [place, agreement] of AGREEMENTS.entries()) await this.agreement(agreement, place);
    await this.acts.create(this.actors['coordinator-2'], PROPOSED.daysAgo, 0, (tx) => this.propose(tx));
  }

  private async message({ need, by, body, isAnswer = false }: (typeof MESSAGES)[number]): Promise<void> {
    await this.uow.run(this.actors[by], async (tx) => {
      const { id: needId } = await needOf(tx, need);
      if (await tx.existsBy(NeedMessage, { needId, body })) return;
      const question = isAnswer ? await tx.findOneBy(NeedMessage, { needId, isQuestion: true }) : null;
      const message = { about: null, body, answersId: question?.id ?? null };
      await this.services.get(NeedThreadService).send(tx, needId, message);
    });
  }

  private async revision({ need, by, reason, changes, until, note = '' }: SceneRevision, place: number): Promise<void> {
    const daysAgo = 8 + 7 * place;
    const revisions = this.services.get(NeedRevisionsService);
    const find = async (tx: ReadTx) => {
      const { id: needId, version, state } = await needOf(tx, need);
      return { needId, version, state, revision: await tx.findOneBy(NeedRevision, { needId, reason }) };
    };
    await this.acts.create(this.actors[by], daysAgo, place, async (tx) => {
      const { revision, state, ...seen } = await find(tx);
      if (!revision && state === 'published') await revisions.propose(tx, seen, { ...changes, reason });
    });
    if (until === 'proposed') return;
    const decides = until === 'withdrawn' ? this.actors[by] : this.actors.coordinator;
    await this.acts.run(decides, daysAgo - 4, place, async (tx) => {
      const { revision, needId, version } = await find(tx);
      if (revision?.state !== 'proposed') return;
      const seen = { needId, version, revisionId: revision.id };
      if (until === 'withdrawn') return revisions.withdraw(tx, seen);
      if (until === 'declined') return revisions.decline(tx, seen, note);
      await revisions.publish(tx, seen, note);
    });
  }

  private async contacts(): Promise<void> {
    const contacts = this.services.get(PointsOfContactService);
    await this.ofContact(SHOWN_TO_PUBLIC.who, async (tx, contact) => {
      if (contact.showsName) return;
      const { phone } = SHOWN_TO_PUBLIC;
      await contacts.show(tx, contact, { phone, showsName: true, showsEmail: true, showsPhone: true });
    });
    await this.ofContact(DELEGATES.from, async (tx, contact) => {
      const delegated = 'SELECT 1 FROM contact_delegations WHERE point_of_contact_id = $1';
      if ((await tx.query<unknown[]>(delegated, [contact.id])).length > 0) return;
      const { personId } = this.actors[DELEGATES.to];
      await contacts.delegate(tx, contact, { personId, until: this.acts.dayAgo(-DELEGATES.forDays) });
    });
    const text = 'Illustrative letter of designation. Everything in it is invented.\n\nThe term is handed over.\n';
    const hand = this.actors[HANDS_OVER.from];
    const isHandedOver = await this.uow.read(operator(), async (tx) => {
      const contact = await tx.findOneBy(PointOfContact, { personId: hand.personId, instrument: 'poa' });
      return contact?.endsOn !== null;
    });
    if (!isHandedOver) {
      const letterFileId = await keepText(this.services, hand, 'illustrative-letter-of-designation.txt', text);
      await this.ofContact(HANDS_OVER.from, async (tx, contact) => {
        const { personId } = this.actors[HANDS_OVER.to];
        await contacts.handOver(tx, contact, {
          personId,
          startsOn: this.acts.dayAgo(-HANDS_OVER.inDays),
          letterFileId,
        });
      });
    }
  }

  /** As the point of contact under the Programme of Action, while the term lasts. */
  private async ofContact(
    who: ScenePersonId,
    act: (tx: Tx, contact: PointOfContact) => Promise<unknown>,
  ): Promise<void> {
    const { personId } = this.actors[who];
    await this.uow.run(this.actors[who], async (tx) => {
      const contact = await tx.findOneBy(PointOfContact, { personId, instrument: 'poa' });
      if (contact?.endsOn === null) await act(tx, contact);
    });
  }

  private async agreement(
    { by, amount: text, until, received }: (typeof AGREEMENTS)[number],
    place: number,
  ): Promise<void> {
    const { organizationId } = this.actors[by];
    const finance = this.actors['finance-1'];
    const service = this.services.get(AgreementsService);
    const amount = money(text);
    const pledged = until === 'lapsed' ? LAPSED_PLEDGE_DAYS : 28 - 2 * place;
    const isDonors = until === 'pledged' || until === 'lapsed';
    const made = await this.acts.run(isDonors ? this.actors[by] : finance, pledged, place, async (tx) => {
      const fund = await tx.findOneByOrFail(Fund, { name: DEMO_FUND.name });
      const where = { fundId: fund.id, donorOrganizationId: organizationId, amountMinor: amount.minor };
      if (await tx.existsBy(FundAgreement, where)) return null;
      return service.pledge(tx, {
        fundId: fund.id,
        donorOrganizationId: organizationId,
        amount,
        feeRateMillionths: DEMO_FUND.feeRateMillionths,
        earmark: NOT_EARMARKED,
        pledgedOn: this.acts.dayAgo(pledged),
        validUntil: until === 'lapsed' ? this.acts.dayAgo(1) : null,
      });
    });
    if (made === null) return;
    await this.uow.run(finance, (tx) => this.carry(tx, made, until, received));
  }

  private async carry(tx: Tx, id: string, until: (typeof AGREEMENTS)[number]['until'], received = ''): Promise<void> {
    const service = this.services.get(AgreementsService);
    if (until === 'pledged') return;
    if (until === 'withdrawn') return service.withdraw(tx, id, 1, 'The budget was not adopted.');
    if (until === 'lapsed') return void (await service.lapseOver(tx));
    await service.sign(tx, id, 1, this.acts.dayAgo(18));
    if (until === 'committed') return;
    const deposit = {
      agreementId: id,
      amount: money(received),
      receivedOn: this.acts.dayAgo(6),
      externalRef: 'DEMO-CREDIT-2',
    };
    await this.services.get(DepositsService).record(tx, deposit);
  }

  private async propose(tx: Tx): Promise<void> {
    const need = await needOf(tx, PROPOSED.need);
    const item = await tx.findOneByOrFail(NeedItem, { needId: need.id, position: PROPOSED.item + 1 });
    const offer = await tx.findOneByOrFail(Offer, { title: PROPOSED.offer });
    if (await tx.existsBy(Match, { needItemId: item.id, offerId: offer.id })) return;
    const { amount, note } = PROPOSED;
    await this.services.get(MatchesService).propose(tx, { needItemId: item.id, offerId: offer.id, amount, note });
  }
}

function money(text: string): Money {
  const [number = '', currency = ''] = text.split(' ');
  return Money.parse(number, currency);
}

async function needOf(tx: ReadTx, title: string): Promise<Need> {
  return (await tx.findOneBy(Need, { title }))!;
}
