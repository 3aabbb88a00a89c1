import type { INestApplicationContext } from '@nestjs/common';
import { AgreementsService, DepositsService, Fund, FundAgreement, NOT_EARMARKED } from '#libs/funds';
import { PointOfContact, PointsOfContactService } from '#libs/identity';
import { calendarDateOf, Money, type CalendarDate, type Clock } from '#libs/kernel';
import { Match, MatchesService } from '#libs/matching';
import { Need, NeedItem, NeedMessage, NeedRevision, NeedRevisionsService, NeedThreadService } from '#libs/needs';
import { SavedSearchesService, ShortlistService } from '#libs/notifications';
import { Offer } from '#libs/offers';
import { CLOCK, UnitOfWork, type ReadTx, type Tx } from '#libs/platform';
import { operator } from '../database.js';
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
  UNVERIFIED,
  type SceneRevision,
} from './demo-desk.js';
import { keepText } from './demo-files.js';
import type { SceneActors, ScenePersonId } from './demo-scenes.js';

/** So long ago was pledged what nobody signed in time. */
const LAPSED_PLEDGE_DAYS = 90;

/** What lies on the desks of people beside needs and offers: threads, changes, searches, terms of office, agreements. */
export class DeskBuilder {
  private readonly uow: UnitOfWork;
  private readonly now: Date;

  constructor(
    private readonly services: INestApplicationContext,
    private readonly actors: SceneActors,
  ) {
    this.uow = services.get(UnitOfWork);
    this.now = services.get<Clock>(CLOCK).now();
  }

  async build(): Promise<void> {
    for (const message of MESSAGES) await this.message(message);
    for (const revision of REVISIONS) await this.revision(revision);
    for (const { by, ...search } of SEARCHES) {
      await this.uow.run(this.actors[by], async (tx) => {
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
    for (const agreement of AGREEMENTS) await this.agreement(agreement);
    await this.uow.run(this.actors['coordinator-2'], (tx) => this.propose(tx));
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

  private async revision({ need, by, reason, changes, until, note = '' }: SceneRevision): Promise<void> {
    const revisions = this.services.get(NeedRevisionsService);
    const find = async (tx: ReadTx) => {
      const { id: needId, version, state } = await needOf(tx, need);
      return { needId, version, state, revision: await tx.findOneBy(NeedRevision, { needId, reason }) };
    };
    await this.uow.run(this.actors[by], async (tx) => {
      const { revision, state, ...seen } = await find(tx);
      if (!revision && state === 'published') await revisions.propose(tx, seen, { ...changes, reason });
    });
    if (until === 'proposed') return;
    await this.uow.run(until === 'withdrawn' ? this.actors[by] : this.actors.coordinator, async (tx) => {
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
      await contacts.delegate(tx, contact, { personId, until: this.dayAfter(DELEGATES.forDays) });
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
        await contacts.handOver(tx, contact, { personId, startsOn: this.dayAfter(HANDS_OVER.inDays), letterFileId });
      });
    }
    // Time cannot be made to pass: once, so that who verifies it has done so.
    await this.uow.run(operator(), (tx) =>
      tx.query(
        `UPDATE points_of_contact SET starts_on = starts_on - $2::integer, verified_on = verified_on - $2::integer
          WHERE person_id = $1 AND verified_on = starts_on AND verified_on = $3::date`,
        [this.actors[UNVERIFIED.who].personId, UNVERIFIED.forDays, this.dayAfter(0)],
      ),
    );
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

  private async agreement({ by, amount: text, until, received }: (typeof AGREEMENTS)[number]): Promise<void> {
    const { organizationId } = this.actors[by];
    const finance = this.actors['finance-1'];
    const service = this.services.get(AgreementsService);
    const amount = money(text);
    const today = this.dayAfter(0);
    const isDonors = until === 'pledged' || until === 'lapsed';
    const made = await this.uow.run(isDonors ? this.actors[by] : finance, async (tx) => {
      const fund = await tx.findOneByOrFail(Fund, { name: DEMO_FUND.name });
      const where = { fundId: fund.id, donorOrganizationId: organizationId, amountMinor: amount.minor };
      if (await tx.existsBy(FundAgreement, where)) return null;
      return service.pledge(tx, {
        fundId: fund.id,
        donorOrganizationId: organizationId,
        amount,
        feeRateMillionths: DEMO_FUND.feeRateMillionths,
        earmark: NOT_EARMARKED,
        pledgedOn: until === 'lapsed' ? this.dayAfter(-LAPSED_PLEDGE_DAYS) : today,
        validUntil: until === 'lapsed' ? this.dayAfter(-1) : null,
      });
    });
    if (made === null) return;
    await this.uow.run(finance, (tx) => this.carry(tx, made, until, received));
  }

  private async carry(tx: Tx, id: string, until: (typeof AGREEMENTS)[number]['until'], received = ''): Promise<void> {
    const service = this.services.get(AgreementsService);
    const today = this.dayAfter(0);
    if (until === 'pledged') return;
    if (until === 'withdrawn') return service.withdraw(tx, id, 1, 'The budget was not adopted.');
    if (until === 'lapsed') return void (await service.lapseOver(tx));
    await service.sign(tx, id, 1, today);
    if (until === 'committed') return;
    const deposit = { agreementId: id, amount: money(received), receivedOn: today, externalRef: 'DEMO-CREDIT-2' };
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

  private dayAfter(days: number): CalendarDate {
    return calendarDateOf(new Date(this.now.getTime() + days * 86_400_000));
  }
}

function money(text: string): Money {
  const [number = '', currency = ''] = text.split(' ');
  return Money.parse(number, currency);
}

async function needOf(tx: ReadTx, title: string): Promise<Need> {
  return (await tx.findOneBy(Need, { title }))!;
}
