// Danger: an e-mail tells what its reader may not see any more, comes twice, comes unasked, or never.
import { newId, type Actor } from '#libs/kernel';
import { inboxMail } from './inbox-mail.js';
import type { Letter } from './notification-mails.service.js';
import { notificationsWorld } from './notifications.fixture.js';
import type { SearchContent } from './saved-searches.service.js';

const world = notificationsWorld();
const { db, mails, focalPoint, donor, coordinator, auditor } = world;

/** About the own and work that waits, what they follow, and what searches find; one for all. */
const wish = (actor: Actor, work: string, followed = work, searches = work) =>
  db.asOwner('UPDATE people SET mail_work = $2, mail_followed = $3, mail_searches = $4 WHERE id = $1', [
    actor.personId,
    work,
    followed,
    searches,
  ]);
const membershipOf = async ({ personId }: Actor) =>
  (await db.asOwner<{ id: string }>('SELECT id FROM memberships WHERE person_id = $1', [personId]))[0]!.id;
const asked = async () => {
  await world.run(db.actor, (tx) => mails.askWhereDue(tx));
  const rows = await db.asOwner<{ personId: string }>(
    `SELECT m.person_id AS "personId" FROM outbox_events e JOIN memberships m ON m.id = e.ref_id
      WHERE e.type = 'inbox.mail-due' ORDER BY e.id`,
  );
  return rows.map(({ personId }) => personId);
};
const letter = async (actor: Actor): Promise<Letter | null> => {
  const id = await membershipOf(actor);
  return world.run(db.actor, (tx) => mails.letterFor(tx, id));
};
const sent = (one: Letter) => world.run(db.actor, (tx) => mails.noteMailed(tx, one.notificationIds));
/** As if everything had happened the day before. */
const yesterday = () =>
  db.asOwner(
    "UPDATE notifications SET created_at = created_at - interval '1 day', mailed_at = mailed_at - interval '1 day'",
  );

const shown = (title: string) => world.need({ title, visibility: 'public' });

beforeEach(async () => {
  await world.forget();
  await db.asOwner('TRUNCATE outbox_deliveries, outbox_events CASCADE');
  for (const actor of [focalPoint, donor, coordinator]) await wish(actor, 'none');
});

it('who wants each piece of news is written to at once, once, with a link to it', async () => {
  await wish(focalPoint, 'each');
  const { needId } = await world.need({ title: 'Racks\nfor three depots' });
  await world.happens('need.published', needId, coordinator);
  expect(await asked()).toEqual([focalPoint.personId]);
  // Asked for again while it is on its way, it is the same letter.
  expect(await asked()).toEqual([focalPoint.personId]);
  const one = (await letter(focalPoint))!;
  expect(inboxMail(one, 'https://clearing.example')).toEqual({
    subject: 'News for you at the clearing house',
    text: expect.stringContaining(
      `- Racks for three depots: It was published.\n  https://clearing.example/needs/${needId}\n`,
    ) as string,
  });
  await sent(one);
  expect(await letter(focalPoint)).toBeNull();
});

it('a State is led from a pledge to its need, as its match is not open to it before the review; then to the match', async () => {
  await wish(focalPoint, 'each');
  const { needId, itemId } = await world.need({ visibility: 'public' });
  const matchId = await world.pledgedTo(needId, itemId, 'public');
  await world.happens('match.pledged', matchId, donor);
  await expect(db.uow.read(focalPoint, (tx) => world.queries.get(tx, matchId))).rejects.toMatchObject({
    code: 'not-found',
  });
  const first = (await letter(focalPoint))!;
  const { text } = inboxMail(first, 'https://clearing.example');
  expect(text).toContain(`A coordinator looks at the pledge first.\n  https://clearing.example/needs/${needId}\n`);
  expect(text).not.toContain('/matches/');
  await sent(first);
  await world.run(coordinator, (tx) => world.matches.accept(tx, { matchId, version: 1 }, {}));
  await world.happens('match.reviewed', matchId, coordinator);
  expect(inboxMail((await letter(focalPoint))!, 'https://clearing.example').text).toContain(`/matches/${matchId}\n`);
});

it('who is to have a point of contact verified is led to their organization', async () => {
  await wish(focalPoint, 'each');
  const { organizationId, personId } = focalPoint;
  await db.asOwner(
    `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, verified_on)
     VALUES ('poc_due', $1, $2, 'poa', true, '2020-01-01', '2020-01-01')`,
    [organizationId, personId],
  );
  await world.happens('contact.verification-due', 'poc_due');
  const { text } = inboxMail((await letter(focalPoint))!, 'https://clearing.example');
  expect(text).toContain(
    `still your point of contact.\n  https://clearing.example/organizations/${organizationId}#contacts\n`,
  );
});

it('who wants a letter a day gets all of the day before together, and nothing before the day is over', async () => {
  await wish(focalPoint, 'daily');
  const first = await world.need();
  const second = await world.need();
  await world.happens('need.acknowledged', first.needId, coordinator);
  await world.happens('need.published', second.needId, coordinator);
  expect(await asked()).toEqual([]);
  await yesterday();
  expect(await asked()).toEqual([focalPoint.personId]);
  expect((await letter(focalPoint))!.lines.map(({ kind }) => kind)).toEqual(['need.acknowledged', 'need.published']);
});

it('who wants none gets none, also when that was said after it was asked for', async () => {
  const { needId } = await world.need();
  await world.happens('need.published', needId, coordinator);
  expect(await asked()).toEqual([]);
  await wish(focalPoint, 'each');
  expect(await asked()).toHaveLength(1);
  await wish(focalPoint, 'none');
  expect(await letter(focalPoint)).toBeNull();
});

it("what it is about decides how: one's own, what one follows, and what a search found", async () => {
  const kindsOf = async (actor: Actor) => (await letter(actor))?.lines.map(({ kind }) => kind) ?? [];
  await world.save(donor, {});
  const { needId } = await shown('Racks');
  await world.run(donor, (tx) => world.shortlist.add(tx, needId));
  await world.happens('need.withdrawn', needId, coordinator);
  await world.find(needId);
  await wish(donor, 'each', 'none', 'each');
  expect(await kindsOf(donor)).toEqual(['need.found']);
  await wish(donor, 'each', 'each', 'daily');
  expect(await kindsOf(donor)).toEqual(['need.withdrawn']);
  expect(await asked()).toEqual([donor.personId]);
  await wish(donor, 'each', 'none', 'none');
  expect(await kindsOf(donor)).toEqual([]);
  // The same news of one's own need, which one may follow as well.
  await world.run(focalPoint, (tx) => world.shortlist.add(tx, needId));
  await wish(focalPoint, 'none', 'each', 'each');
  expect(await kindsOf(focalPoint)).toEqual([]);
  await wish(focalPoint, 'each', 'none', 'none');
  expect(await kindsOf(focalPoint)).toEqual(['need.withdrawn']);
  await wish(donor, 'none', 'daily', 'daily');
  expect(await kindsOf(donor)).toEqual([]);
  await yesterday();
  expect((await kindsOf(donor)).sort()).toEqual(['need.found', 'need.withdrawn']);
});

it('what was read in the inbox is not written about', async () => {
  await wish(focalPoint, 'each');
  const { needId } = await world.need();
  await world.happens('need.published', needId, coordinator);
  const [note] = await world.page(focalPoint);
  await world.run(focalPoint, (tx) => world.notifications.mark(tx, [note!.id], true));
  expect(await asked()).toEqual([]);
  expect(await letter(focalPoint)).toBeNull();
});

it('a need that was hidden after the news of it is in no letter until it is shown again, and is asked about seldom', async () => {
  await wish(donor, 'each');
  const [hidden, open] = [await shown('Hidden'), await shown('Open')];
  for (const { needId } of [hidden, open]) {
    await world.run(donor, (tx) => world.shortlist.add(tx, needId));
    await world.happens('need.withdrawn', needId, focalPoint);
  }
  await db.asOwner("UPDATE needs SET visibility = 'parties-only' WHERE id = $1", [hidden.needId]);
  const one = (await letter(donor))!;
  expect(one.lines.map(({ title }) => title)).toEqual(['Open']);
  expect(inboxMail(one, 'https://x').text).not.toContain(hidden.needId);
  await asked();
  await sent(one);
  await db.asOwner("UPDATE outbox_deliveries SET state = 'done', done_at = now()");
  expect(await asked()).toHaveLength(1);
  await db.asOwner("UPDATE outbox_events SET occurred_at = occurred_at - interval '61 minutes'");
  expect(await asked()).toHaveLength(2);
  expect(await letter(donor)).toBeNull();
  await db.asOwner("UPDATE needs SET visibility = 'public' WHERE id = $1", [hidden.needId]);
  expect((await letter(donor))!.lines.map(({ title }) => title)).toEqual(['Hidden']);
});

const becomes = async (needId: string, columns: string) => {
  await db.asOwner(`UPDATE needs SET ${columns} WHERE id = $1`, [needId]);
  await world.find(needId);
};

it.each(['each', 'daily'])(
  'a need that a search finds again is written about again (%s), when a day is over',
  async (way) => {
    await wish(donor, 'none', 'none', way);
    await world.save(donor, {});
    const { needId } = await shown('Racks');
    await world.find(needId);
    if (way === 'daily') await yesterday();
    await sent((await letter(donor))!);
    for (const circle of ['coordinators', 'public']) await becomes(needId, `visibility = '${circle}'`);
    expect([await letter(donor), await asked()]).toEqual([null, []]);
    await yesterday();
    expect(await asked()).toEqual([donor.personId]);
    const again = (await letter(donor))!;
    expect(again.lines.map(({ title }) => title)).toEqual(['Racks']);
    await sent(again);
    await yesterday();
    expect(await letter(donor)).toBeNull();
  },
);

type Act = (searchId: string, needId: string) => Promise<unknown>;
const HAITI = { area: ['HT'] };
const removed: Act = (searchId) => world.run(donor, (tx) => world.searches.remove(tx, searchId));
const changed =
  (...changes: readonly Partial<SearchContent>[]): Act =>
  async (searchId) => {
    for (const [before, content] of changes.entries()) {
      await world.run(donor, (tx) => world.searches.change(tx, { searchId, version: before + 1 }, content));
    }
  };

describe('of what a search found is written', () => {
  beforeEach(() => wish(donor, 'none', 'none', 'each'));

  it.each<[what: string, act: Act, lines: number]>([
    ['nothing when it was removed', removed, 0],
    ['nothing when its alert was switched off', changed({ alert: false }), 0],
    ['nothing when it was changed and does not find that', changed({ filter: { area: ['MW'] } }), 0],
    ['nothing when that has left it', (_, needId) => becomes(needId, "state = 'expired'"), 0],
    ['once when it was changed and finds that still', changed({ name: 'All', filter: {} }), 1],
    ['once when its alert is on again', changed({ alert: false }, { alert: true }), 1],
    [
      'once when its removal was undone',
      async (searchId, needId) => {
        await removed(searchId, needId);
        await world.save(donor, HAITI);
      },
      1,
    ],
  ])('%s before the e-mail is sent; the inbox keeps what it told', async (_, act, lines) => {
    const searchId = await world.save(donor, HAITI);
    await world.save(world.otherDonor, {});
    const { needId } = await shown('Racks');
    await world.find(needId);
    expect(await asked()).toEqual([donor.personId]);
    await act(searchId, needId);
    expect((await letter(donor))?.lines ?? []).toHaveLength(lines);
    await db.asOwner('TRUNCATE outbox_deliveries, outbox_events CASCADE');
    expect(await asked()).toHaveLength(lines);
    expect(await world.kinds(donor)).toEqual(['need.found']);
  });

  it('one line when two found it, also when only one of them is left', async () => {
    const searchId = await world.save(donor, HAITI);
    await world.save(donor, {}, 'All');
    const { needId } = await shown('Racks');
    await world.find(needId);
    expect((await letter(donor))!.lines).toHaveLength(1);
    await removed(searchId, needId);
    expect((await letter(donor))!.lines).toHaveLength(1);
  });
});

it('what waits for coordinators is written about again when there is more of it', async () => {
  await wish(coordinator, 'each');
  const { needId } = await world.need({ state: 'submitted', published_at: null });
  await world.happens('need.submitted', needId, focalPoint);
  const one = (await letter(coordinator))!;
  expect(inboxMail(one, 'https://x').text).toContain(
    'Needs that wait to be taken up: 1\n  https://x/needs?state=submitted',
  );
  await sent(one);
  expect(await letter(coordinator)).toBeNull();
  await world.happens('need.submitted', needId, focalPoint);
  expect((await letter(coordinator))!.lines).toHaveLength(1);
});

it('a State is written to of what was imported for it, with the way to its needs', async () => {
  await wish(focalPoint, 'each');
  const agency = newId('org');
  await world.insert('organizations', { id: agency, kind: 'unstated', name: 'Relief Agency' });
  const { needId } = await world.need({ organization_id: agency, source: 'relief', external_ref: 'r-1' });
  await world.happens('need.published', needId, undefined, { imported: true });
  const { text } = inboxMail((await letter(focalPoint))!, 'https://x');
  expect(text).toMatch(
    /which has not said since who sees them: 1\. .*\n {2}https:\/\/x\/needs\?view=all&state=published&area=HT\n/,
  );
});

it('an address that no server takes is left alone for a day', async () => {
  await wish(focalPoint, 'each');
  const { needId } = await world.need();
  await world.happens('need.published', needId, coordinator);
  await asked();
  await db.asOwner("UPDATE outbox_deliveries SET state = 'dead'");
  expect(await asked()).toHaveLength(1);
  await db.asOwner("UPDATE outbox_events SET occurred_at = occurred_at - interval '25 hours'");
  expect(await asked()).toHaveLength(2);
});

it('nobody who may not act any more is written to', async () => {
  await wish(focalPoint, 'each');
  const { needId } = await world.need();
  await world.happens('need.published', needId, coordinator);
  await db.asOwner('UPDATE people SET disabled_at = now() WHERE id = $1', [focalPoint.personId]);
  expect(await asked()).toEqual([]);
  expect(await letter(focalPoint)).toBeNull();
  await db.asOwner('UPDATE people SET disabled_at = NULL WHERE id = $1', [focalPoint.personId]);
  expect(await letter(auditor)).toBeNull();
});
