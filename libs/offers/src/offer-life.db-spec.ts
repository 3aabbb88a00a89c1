// Danger: an offer that is over is still promised, one that is promised vanishes, or one that ended stays lost.
import { Audit } from '#libs/audit';
import { newId } from '#libs/kernel';
import { Outbox, testDatabase } from '#libs/platform';
import { offersEntities } from './offer.entity.js';
import { OfferExpiryService } from './offer-expiry.service.js';
import { cashOf, OffersWorld } from './offers.fixtures.js';
import { ExpireOffers } from './worker/expire-offers.js';

const world = new OffersWorld(testDatabase({ entities: offersEntities }));
const { db, offers, life, donorA, donorB } = world;
const system = db.actor;
beforeAll(() => world.open());

const act = async (id: string, verb: keyof typeof verbs) => {
  const seen = await world.seen(id);
  await world.run(donorA, (tx) => verbs[verb](tx, seen));
};
const verbs = {
  unpublish: (tx, seen) => life.unpublish(tx, seen),
  withdraw: (tx, seen) => life.withdraw(tx, seen, 'budget cut'),
  reopen: (tx, seen) => life.reopen(tx, seen),
  publish: (tx, seen) => life.publish(tx, seen),
} satisfies Record<string, (...args: Parameters<typeof life.publish>) => Promise<void>>;
const commit = (id: string, amount: bigint) => world.run(system, (tx) => offers.commit(tx, id, amount));
const reduce = async (id: string, capacity: bigint, actor = donorA) => {
  const seen = await world.seen(id);
  await world.run(actor, (tx) => life.reduce(tx, seen, { capacity, reason: 'budget cut' }));
};
const expiry = new OfferExpiryService(new Audit(), new Outbox());
const expire = () => world.run(system, (tx) => expiry.expire(tx));
/** What the hourly job does. */
const anHourLater = () => world.run(system, (tx) => new ExpireOffers(expiry).run(tx));
const remind = () => world.run(system, (tx) => expiry.remind(tx));
const reopenUntil = async (id: string, validUntil: string | null, usableUntil?: string) => {
  const seen = await world.seen(id);
  await world.run(donorA, (tx) => life.reopen(tx, seen, { validUntil, usableUntil }));
};

/** An offer whose last day was so many days ago by the database's date; less than 0: is to come. */
async function over(days = 15): Promise<string> {
  const id = await world.published();
  await lasting(id, days);
  return id;
}

const lasting = (id: string, daysAgo: number) =>
  db.asOwner(`UPDATE offers SET valid_until = (now() AT TIME ZONE 'UTC')::date - $2::integer WHERE id = $1`, [
    id,
    daysAgo,
  ]);

describe('the last day', () => {
  it('is announced once, 30 days before; a later one anew', async () => {
    const [soon, later] = [await over(-30), await over(-31)];
    await Promise.all([remind(), remind()]);
    await remind();
    const reminders = async (id: string) =>
      (await world.events(id)).filter((one) => one === 'offer.running-out').length;
    expect([await reminders(soon), await reminders(later)]).toEqual([1, 0]);
    await lasting(soon, -20);
    await remind();
    expect(await reminders(soon)).toBe(2);
  });

  it('is followed by 14 days of grace, in which its donor gives it a later one', async () => {
    const id = await over(14);
    await expire();
    expect(await world.offer(id)).toMatchObject({ state: 'published' });
    const seen = await world.seen(id);
    await world.run(donorA, (tx) => offers.revise(tx, seen, { validUntil: '2030-01-31' }));
    expect(await world.offer(id)).toMatchObject({ state: 'published', validUntil: '2030-01-31' });
  });

  it('is not set into the past on the table, nor changed by who leaves a past one as it is', async () => {
    const id = await world.published();
    const until = async (changes: object) => {
      const seen = await world.seen(id);
      await world.run(donorA, (tx) => offers.revise(tx, seen, changes));
    };
    await expect(until({ validUntil: '2026-02-28' })).rejects.toMatchObject({
      errors: [{ path: 'validUntil', detail: expect.stringContaining('or a later day') }],
    });
    await lasting(id, 3);
    const { validUntil } = await world.offer(id);
    await until({ validUntil, contact: 'Desk' });
    await expect(until({ validUntil: '2026-03-01' })).rejects.toMatchObject({ errors: [{ path: 'validUntil' }] });
    expect(await world.offer(id)).toMatchObject({ validUntil, contact: 'Desk' });
  });

  it('is announced once when it is past, so that nothing of it is suggested; a later one anew', async () => {
    const [past, today] = [await over(1), await over(0)];
    await Promise.all([anHourLater(), anHourLater()]);
    await anHourLater();
    const changes = async (id: string) => (await world.events(id)).filter((one) => one === 'offer.changed').length;
    expect([await changes(past), await changes(today)]).toEqual([1, 0]);
    await lasting(past, 2);
    await anHourLater();
    expect(await changes(past)).toBe(2);
  });

  it('is told to everybody once it is past, with the day until which it can be extended, and has nothing available', async () => {
    const title = newId('word');
    const id = await world.published({ ...cashOf('USD', 100_00n), title });
    const shown = () => db.uow.read(donorB, (tx) => world.queries.get(tx, id));
    const found = async () => {
      const { items } = await db.uow.read(donorB, (tx) =>
        world.queries.list(tx, { q: title, availableFrom: 1, limit: 5 }),
      );
      return items.length;
    };
    expect([(await shown()).extendableUntil, await found()]).toEqual([null, 1]);
    await lasting(id, 0);
    expect((await shown()).extendableUntil).toBeNull();
    await lasting(id, 4);
    const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    expect([(await shown()).extendableUntil, await found()]).toEqual([inTenDays, 0]);
  });

  it('that is a later one is no other term, as a reminder is none; an earlier one is', async () => {
    const id = await world.published({ validUntil: '2030-01-31' });
    const terms = async () => (await world.offer(id)).terms;
    const until = async (validUntil: string | null) => {
      const seen = await world.seen(id);
      await world.run(donorA, (tx) => offers.revise(tx, seen, { validUntil }));
    };
    await until('2030-02-28');
    await until(null);
    await db.asOwner('UPDATE offers SET reminded_of = now(), passed_of = now(), begun_of = now() WHERE id = $1', [id]);
    await commit(id, 2n);
    await world.run(system, (tx) => offers.deliver(tx, id, { delivered: 2n, accepted: 1n }));
    expect(await terms()).toBe(1);
    await until('2030-02-27');
    expect(await terms()).toBe(2);
    await until('2030-02-26');
    expect(await terms()).toBe(3);
  });
});

describe('the first day of use of an offer', () => {
  const changes = async (id: string) => (await world.events(id)).filter((one) => one === 'offer.changed').length;
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  /** Published three days ago. */
  const withDays = async (days: { valid_from: string; usable_from?: string }) => {
    const id = await world.published();
    await db.asOwner(
      `UPDATE offers SET published_at = now() - interval '3 days', valid_from = $2, usable_from = $3 WHERE id = $1`,
      [id, days.valid_from, days.usable_from ?? null],
    );
    return id;
  };

  it.each([
    ['today', { valid_from: inDays(-9), usable_from: inDays(0) }, 1],
    ['yesterday, while nothing ran', { valid_from: inDays(-9), usable_from: inDays(-1) }, 1],
    ['today, when it begins to stand', { valid_from: inDays(0) }, 1],
    ['before it was published', { valid_from: inDays(-9) }, 0],
    ['on the day on which it was published', { valid_from: inDays(-9), usable_from: inDays(-3) }, 0],
    ['tomorrow', { valid_from: inDays(0), usable_from: inDays(1) }, 0],
  ])('is announced once when it has come, so that it is suggested: %s', async (_, days, times) => {
    const id = await withDays(days);
    await Promise.all([anHourLater(), anHourLater()]);
    await anHourLater();
    expect(await changes(id)).toBe(times);
  });

  it('is announced anew where it is another one', async () => {
    const id = await withDays({ valid_from: inDays(-2) });
    await anHourLater();
    await db.asOwner('UPDATE offers SET usable_from = $2 WHERE id = $1', [id, inDays(0)]);
    await anHourLater();
    expect(await changes(id)).toBe(2);
  });
});

describe('expiry', () => {
  it('comes after the days of grace, once, however many run at once', async () => {
    const [yesterday, today, open] = [await over(), await over(0), await world.published()];
    await commit(yesterday, 4n);
    await Promise.all([expire(), expire()]);
    expect(await expire()).toBe(0);
    expect(await world.offer(yesterday)).toMatchObject({ state: 'expired', committed: 4n });
    expect((await world.acts(yesterday)).filter((one) => one === 'offer.expired')).toHaveLength(1);
    expect((await world.events(yesterday)).filter((one) => one === 'offer.expired')).toHaveLength(1);
    for (const id of [today, open]) expect(await world.offer(id)).toMatchObject({ state: 'published' });
    await expect(commit(yesterday, 1n)).rejects.toMatchObject({ code: 'offer-not-open' });
  });

  it('leaves drafts and what a fund holds alone', async () => {
    const [draft, agreed] = [await world.draft(), await over()];
    await db.asOwner(`UPDATE offers SET valid_until = '2026-01-31' WHERE id = $1`, [draft]);
    await db.asOwner(
      `UPDATE offers SET state = 'agreed', agreed_at = now(), kind = 'cash', currency = 'USD', unit_code = NULL
        WHERE id = $1`,
      [agreed],
    );
    await expire();
    expect([(await world.offer(draft)).state, (await world.offer(agreed)).state]).toEqual(['draft', 'agreed']);
  });
});

describe('an offer that ended', () => {
  it('is opened again with a new last day, and keeps what is committed', async () => {
    const id = await over();
    await commit(id, 3n);
    await expire();
    await expect(reopenUntil(id, '2026-01-31')).rejects.toMatchObject({ errors: [{ path: 'validUntil' }] });
    await expect(act(id, 'reopen')).rejects.toMatchObject({ errors: [{ path: 'validUntil' }] });
    await reopenUntil(id, null);
    expect(await world.offer(id)).toMatchObject({ state: 'published', validUntil: null, committed: 3n });
    expect((await world.events(id)).at(-1)).toBe('offer.published');
    await commit(id, 7n);
  });

  it('is not put back, or on the table at all, when nothing of it could be used any more', async () => {
    const usedUp = { validFrom: '2026-01-01', usableUntil: '2026-11-23' };
    const draft = await world.draft(usedUp);
    await expect(act(draft, 'publish')).rejects.toMatchObject({ errors: [{ path: 'usableUntil' }] });
    const id = await world.published({ validFrom: '2026-01-01' });
    await world.db.asOwner(`UPDATE offers SET usable_until = '2026-11-23' WHERE id = $1`, [id]);
    await act(id, 'withdraw');
    await expect(act(id, 'reopen')).rejects.toMatchObject({ errors: [{ path: 'usableUntil' }] });
    await reopenUntil(id, null, '2027-01-31');
    expect(await world.offer(id)).toMatchObject({ state: 'published', usableUntil: '2027-01-31' });
  });

  it('by withdrawal is opened again; one that was never published is a draft again', async () => {
    const [published, draft] = [await world.published(), await world.draft()];
    for (const id of [published, draft]) {
      await act(id, 'withdraw');
      await act(id, 'reopen');
    }
    expect(await world.offer(published)).toMatchObject({ state: 'published' });
    expect(await world.offer(draft)).toMatchObject({ state: 'draft', publishedAt: null });
  });

  it('is not opened again while a fund holds what was committed of it', async () => {
    const id = await world.published();
    await commit(id, 3n);
    await act(id, 'withdraw');
    await world.run(system, (tx) => offers.agree(tx, id));
    await expect(act(id, 'reopen')).rejects.toMatchObject({ code: 'offer-is-agreed' });
    await world.run(system, async (tx) => offers.returnToMarket(tx, await offers.hold(tx, id)));
    expect(await world.offer(id)).toMatchObject({ state: 'withdrawn' });
    await act(id, 'reopen');
    expect(await world.offer(id)).toMatchObject({ state: 'published', committed: 3n });
  });
});

describe('a published offer', () => {
  it('is a draft again while nothing of it is committed, unseen by others, and comes back', async () => {
    const id = await world.published();
    await act(id, 'unpublish');
    await expect(db.uow.read(donorB, (tx) => world.queries.get(tx, id))).rejects.toMatchObject({ code: 'not-found' });
    await act(id, 'publish');
    await commit(id, 1n);
    await expect(act(id, 'unpublish')).rejects.toMatchObject({ code: 'offer-in-use' });
    expect(await world.events(id)).toEqual([
      'offer.published',
      'offer.unpublished',
      'offer.published',
      'offer.changed',
    ]);
  });

  it('is reduced to no less than is committed, with the reason in the record; a larger lot shrinks with it', async () => {
    const id = await world.published({ minimumLot: 5n });
    await commit(id, 4n);
    await expect(reduce(id, 3n)).rejects.toMatchObject({ code: 'less-than-committed' });
    await expect(reduce(id, 10n)).rejects.toMatchObject({ errors: [{ path: 'capacity' }] });
    await reduce(id, 4n);
    expect(await world.offer(id)).toMatchObject({ capacity: 4n, committed: 4n, minimumLot: 4n });
    const [row] = await db.asOwner("SELECT payload FROM audit_log WHERE ref_id = $1 AND act = 'offer.reduced'", [id]);
    expect(row).toEqual({ payload: { from: '10', to: '4', reason: 'budget cut' } });
    await expect(reduce(id, 3n, donorB)).rejects.toMatchObject({ code: 'denied' });
  });

  it('is not withdrawn once all of it is committed', async () => {
    const id = await world.published();
    await commit(id, 10n);
    await expect(act(id, 'withdraw')).rejects.toMatchObject({ code: 'nothing-left-to-withdraw' });
    expect(await world.offer(id)).toMatchObject({ state: 'published', committed: 10n });
  });

  it('never is both reduced and committed past what it then has', async () => {
    const id = await world.published();
    await Promise.allSettled([reduce(id, 5n), commit(id, 8n), commit(id, 4n)]);
    const { capacity, committed } = await world.offer(id);
    expect(committed <= capacity).toBe(true);
  });

  it('whose last day is past is not published', async () => {
    const id = await world.draft({ validFrom: '2026-01-01', validUntil: '2026-01-31', description: newId('word') });
    await expect(act(id, 'publish')).rejects.toMatchObject({ errors: [{ path: 'validUntil' }] });
  });
});

describe('the database refuses', () => {
  it.each([
    ['a share above the whole', 'maximum_share_bp = 10001', 'ck_offers_maximum_share_bp'],
    [
      'a use that ends before it begins',
      `usable_from = '2027-02-01', usable_until = '2027-01-31'`,
      'ck_offers_usable_from_until',
    ],
    [
      'a use after the last day that nobody extended',
      `valid_until = '2027-01-31', usable_from = '2027-02-01'`,
      'ck_offers_usable_from_until',
    ],
    ['what is named and excluded', `excluded_categories = category_codes`, 'ck_offers_not_both_named_and_excluded'],
    ['a body without an earmark', `implementer_kinds = '{ngo}', earmark_level = 1`, 'ck_offers_earmark_follows'],
    ['a body of no kind', `implementer_kinds = '{club}', earmark_level = 2`, 'ck_offers_implementer_kinds'],
    ['a fund that holds what is on the market', 'agreed_at = now()', 'ck_offers_agreed_at'],
  ])('%s', async (_, change, constraint) => {
    const id = await world.published();
    await expect(db.asOwner(`UPDATE offers SET ${change} WHERE id = $1`, [id])).rejects.toThrow(constraint);
  });
});
