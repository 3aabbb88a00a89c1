import { newId, type Actor } from '#libs/kernel';
import { Notification } from './notification.entities.js';
import { NOTIFICATION_KINDS } from './notification.rules.js';
import { notificationsWorld } from './notifications.fixture.js';

const world = notificationsWorld();

describe('who is told', () => {
  it('the people of a need of what becomes of it, and nobody else; not who did it', async () => {
    const { needId } = await world.need();
    await world.happens('need.returned', needId, world.coordinator);
    await world.happens('need.withdrawn', needId, world.focalPoint);
    expect(await world.page(world.focalPoint)).toMatchObject([
      { kind: 'need.returned', isRead: false, need: { id: needId, title: 'Safes', areaIso2: 'HT' }, waiting: null },
    ]);
    for (const other of [world.otherFocalPoint, world.donor, world.coordinator]) {
      expect(await world.kinds(other)).toEqual([]);
    }
  });

  it('an event that comes twice tells once', async () => {
    const { needId } = await world.need();
    const happening = { eventId: 'evt_twice', eventType: 'need.returned', refId: needId, payload: {} } as const;
    for (let i = 0; i < 2; i += 1) {
      await world.run(world.db.actor, (tx) => world.notifications.tell(tx, { ...happening, actorPerson: '' }));
    }
    expect(await world.kinds(world.focalPoint)).toEqual(['need.returned']);
  });

  it('the people of a State of a point of contact to verify, until it is verified', async () => {
    const { organizationId, personId } = world.focalPoint;
    const contactId = newId('poc');
    await world.db.asOwner(
      `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, verified_on)
       VALUES ($1, $2, $3, 'poa', true, '2020-01-01', '2020-01-01')`,
      [contactId, organizationId, personId],
    );
    await world.happens('contact.verification-due', contactId);
    expect(await world.page(world.focalPoint)).toMatchObject([
      { kind: 'contact.verification-due', contact: { id: contactId, organizationId }, need: null },
    ]);
    for (const other of [world.otherFocalPoint, world.donor, world.coordinator]) {
      expect(await world.kinds(other)).toEqual([]);
    }
    await world.db.asOwner('UPDATE points_of_contact SET verified_on = current_date WHERE id = $1', [contactId]);
    expect([await world.kinds(world.focalPoint), await world.unread(world.focalPoint)]).toEqual([[], 0]);
    await world.forget();
    await world.db.asOwner('DELETE FROM points_of_contact WHERE id = $1', [contactId]);
  });

  it('both parties of a match from its review on', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.reviewed(itemId, offerId, 5n);
    await world.happens('match.reviewed', matchId, world.coordinator);
    for (const party of [world.focalPoint, world.donor]) {
      expect(await world.page(party)).toMatchObject([{ kind: 'match.reviewed', matchId, offer: { id: offerId } }]);
    }
    for (const other of [world.otherFocalPoint, world.otherDonor, world.coordinator]) {
      expect(await world.kinds(other)).toEqual([]);
    }
  });

  it('a party learns nothing of a suggestion that was declined before its review', async () => {
    const { itemId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.run(world.coordinator, (tx) =>
      world.matches.propose(tx, { needItemId: itemId, offerId, amount: 5n, note: null }),
    );
    await world.happens('match.declined', matchId);
    for (const party of [world.focalPoint, world.donor]) {
      expect([await world.kinds(party), await world.unread(party)]).toEqual([[], 0]);
    }
  });

  it.each([
    ['public', ['match.pledged']],
    ['private', []],
  ] as const)(
    'the State of a %s pledge as soon as it may see it: at once, or from the review on',
    async (visibility, told) => {
      const { needId, itemId } = await world.need({ visibility: 'public' });
      const matchId = await world.pledgedTo(needId, itemId, visibility);
      await world.happens('match.pledged', matchId, world.donor);
      expect(await world.kinds(world.focalPoint)).toEqual(told);
      expect(await world.unread(world.focalPoint)).toBe(told.length);
      expect(await world.kinds(world.coordinator)).toEqual(['waiting.matches']);
      for (const other of [world.otherFocalPoint, world.donor]) expect(await world.kinds(other)).toEqual([]);

      await world.run(world.coordinator, (tx) => world.matches.accept(tx, { matchId, version: 1 }, {}));
      await world.happens('match.reviewed', matchId, world.coordinator);
      expect(await world.kinds(world.focalPoint)).toEqual(['match.reviewed', ...told]);
    },
  );

  it('who watches a need that it was merged, and that it stands again', async () => {
    const { needId } = await world.need({ visibility: 'public' });
    await world.run(world.otherDonor, (tx) => world.shortlist.add(tx, needId));
    await world.happens('need.merged', needId, world.coordinator);
    await world.happens('need.taken-apart', needId, world.coordinator);
    for (const watcher of [world.focalPoint, world.otherDonor]) {
      expect(await world.kinds(watcher)).toEqual(['need.taken-apart', 'need.merged']);
    }
    expect(await world.kinds(world.donor)).toEqual([]);
  });

  it('who asked, and coordinators, that the need in its place ended; nobody else', async () => {
    const { needId } = await world.need({ visibility: 'public' });
    await world.run(world.otherDonor, (tx) => world.shortlist.add(tx, needId));
    await world.happens('need.merged-into-ended', needId, world.otherFocalPoint);
    for (const told of [world.focalPoint, world.coordinator]) {
      expect(await world.kinds(told)).toEqual(['need.merged-into-ended']);
    }
    for (const other of [world.otherDonor, world.otherFocalPoint]) expect(await world.kinds(other)).toEqual([]);
  });

  it('both parties that they are asked again; of a match that ended the State, and the donor of the offer that is free', async () => {
    const { itemId, needId } = await world.need();
    const offerId = await world.offer();
    const matchId = await world.reviewed(itemId, offerId, 5n);
    await world.happens('match.asked-again', matchId, world.focalPoint, { offerId });
    expect([await world.kinds(world.focalPoint), await world.kinds(world.donor)]).toEqual([[], ['match.asked-again']]);
    await world.db.asOwner(
      `UPDATE needs SET state = 'validated', published_at = NULL, acknowledged_at = now(), authentication = 'x', title = 'Later'
        WHERE id = $1`,
      [needId],
    );
    await world.db.asOwner(
      "UPDATE matches SET state = 'superseded', ended_because = 'need-unpublished' WHERE id = $1",
      [matchId],
    );
    await world.happens('match.superseded', matchId, world.coordinator, { offerId });
    expect(await world.page(world.focalPoint)).toMatchObject([{ kind: 'match.superseded', matchId }]);
    const told = await world.page(world.donor);
    expect(told).toMatchObject([
      { kind: 'offer.match-ended', need: null, offer: { id: offerId }, matchId: null },
      { kind: 'match.asked-again', need: { title: 'Safes', state: null }, matchId },
    ]);
  });

  it('the donor of a pledge that ended by a merge, and that it is back; the State of the pledge as of a new one', async () => {
    const { needId, itemId } = await world.need({ visibility: 'public' });
    const matchId = await world.pledgedTo(needId, itemId, 'public');
    const { offerId } = await world.match(matchId);
    await world.happens('match.superseded', matchId, world.coordinator, { offerId });
    await world.happens('match.restored', matchId, world.coordinator, { offerId });
    expect(await world.page(world.donor)).toMatchObject([
      { kind: 'match.restored', matchId },
      { kind: 'offer.match-ended', offer: { id: offerId } },
    ]);
    expect(await world.kinds(world.focalPoint)).toEqual(['match.pledged']);
    await expect(world.happens('match.superseded', matchId, world.coordinator)).rejects.toThrow('of which offer');
  });

  it('coordinators of a need that is with them and withdrawn, or back; not of a draft, nor of what is public', async () => {
    const submitted = { state: 'under-review', acknowledged_at: new Date(), authentication: 'x', published_at: null };
    const draft = { state: 'draft', submitted_at: null, published_at: null };
    for (const [columns, told] of [
      [submitted, ['need.reinstated', 'need.withdrawn']],
      [draft, []],
      [{ visibility: 'public' }, []],
    ] as const) {
      const { needId } = await world.need(columns);
      await world.happens('need.withdrawn', needId, world.focalPoint);
      await world.happens('need.reinstated', needId, world.focalPoint);
      expect(await world.kinds(world.coordinator)).toEqual(told);
      await world.forget();
    }
  });

  it('an organization that a decision on its need was taken back, so that the newest news is true', async () => {
    const underReview = { state: 'under-review', acknowledged_at: new Date(), authentication: 'x' };
    const { needId } = await world.need({ ...underReview, published_at: null });
    const events = ['need.rejected', 'need.reconsidered', 'need.acknowledgement-taken-back', 'need.recalled'] as const;
    for (const event of events) await world.happens(event, needId, world.coordinator);
    expect(await world.kinds(world.focalPoint)).toEqual([...events].reverse());
  });

  it('all who have to do with a need that it is fulfilled; who follows one only while they may see it', async () => {
    const { itemId, needId } = await world.need({ visibility: 'public' });
    await world.confirmed(itemId, await world.offer(), 100n);
    await world.run(world.otherDonor, (tx) => world.shortlist.add(tx, needId));
    await world.happens('need.fulfilled', needId);
    for (const one of [world.focalPoint, world.donor, world.otherDonor]) {
      expect(await world.kinds(one)).toEqual(['need.fulfilled']);
    }
    await world.forget();
    await world.run(world.otherDonor, (tx) => world.shortlist.add(tx, needId));
    await world.db.asOwner(
      "UPDATE needs SET state = 'validated', published_at = NULL, acknowledged_at = now(), authentication = 'x' WHERE id = $1",
      [needId],
    );
    await world.happens('need.withdrawn', needId);
    await world.db.asOwner("UPDATE needs SET state = 'published', published_at = now() WHERE id = $1", [needId]);
    expect(await world.kinds(world.otherDonor)).toEqual([]);
  });

  it('the other side of a message', async () => {
    const { needId } = await world.need();
    const [byState, byOffice] = [newId('msg'), newId('msg')];
    for (const [id, { personId, organizationId, role }] of [
      [byState, world.focalPoint],
      [byOffice, world.coordinator],
    ] as const) {
      await world.insert('need_messages', {
        ...{ id, need_id: needId, person_id: personId, organization_id: organizationId, role, is_question: false },
        body: 'Words',
      });
    }
    await world.happens('need.message-sent', needId, world.focalPoint, { messageId: byState });
    expect([await world.kinds(world.coordinator), await world.kinds(world.focalPoint)]).toEqual([
      ['need.message-sent'],
      [],
    ]);
    await world.happens('need.message-sent', needId, world.coordinator, { messageId: byOffice });
    expect(await world.kinds(world.focalPoint)).toEqual(['need.message-sent']);
  });

  it('the State that others ask for: of the request, and of what coordinators say about it', async () => {
    const region = { ...world.focalPoint, organizationId: newId('org') };
    await world.insert('organizations', { id: region.organizationId, kind: 'regional-organization', name: 'Region' });
    const submitted = { organization_id: region.organizationId, state: 'submitted', published_at: null };
    const { needId } = await world.need(submitted);
    await world.happens('need.submitted', needId);
    expect(await world.page(world.focalPoint)).toMatchObject([
      { kind: 'need.requested-for-you', need: { id: needId } },
    ]);
    expect([await world.kinds(world.otherFocalPoint), await world.kinds(world.donor)]).toEqual([[], []]);
    const said = async ({ personId, organizationId, role }: Actor) => {
      const id = newId('msg');
      const row = { id, need_id: needId, person_id: personId, organization_id: organizationId, role };
      await world.insert('need_messages', { ...row, is_question: false, body: 'Words' });
      await world.happens('need.message-sent', needId, world.auditor, { messageId: id });
    };
    await said(world.focalPoint);
    expect(await world.kinds(world.coordinator)).toContain('need.message-sent');
    expect(await world.kinds(world.focalPoint)).toEqual(['need.requested-for-you']);
    await said(world.coordinator);
    expect(await world.kinds(world.focalPoint)).toEqual(['need.message-sent', 'need.requested-for-you']);
    // Its own requests are no news of this kind.
    await world.forget();
    await world.happens(
      'need.submitted',
      (await world.need({ ...submitted, organization_id: world.focalPoint.organizationId })).needId,
    );
    expect(await world.kinds(world.focalPoint)).toEqual([]);
  });

  it('nobody whose membership ended, and nothing of it under the next one', async () => {
    const { needId } = await world.need();
    await world.happens('need.returned', needId);
    const { personId } = world.focalPoint;
    await world.db.asOwner('UPDATE memberships SET ended_at = now() WHERE person_id = $1', [personId]);
    expect([await world.kinds(world.focalPoint), await world.unread(world.focalPoint)]).toEqual([[], 0]);
    await world.happens('need.validated', needId);
    await world.db.asOwner('UPDATE memberships SET ended_at = NULL WHERE person_id = $1', [personId]);
    expect(await world.kinds(world.focalPoint)).toEqual(['need.returned']);
  });
});

describe('reading', () => {
  it('marks only what is the own, and can be taken back', async () => {
    const { needId } = await world.need();
    await world.happens('need.returned', needId);
    const { id } = (await world.page(world.focalPoint))[0]!;
    const mark = (actor: typeof world.donor, isRead: boolean) =>
      world.run(actor, (tx) => world.notifications.mark(tx, [id], isRead));
    expect(await mark(world.donor, true)).toEqual([]);
    expect(await world.unread(world.focalPoint)).toBe(1);
    expect(await mark(world.focalPoint, true)).toEqual([id]);
    expect([await world.page(world.focalPoint, true), await world.unread(world.focalPoint)]).toEqual([[], 0]);
    expect(await mark(world.focalPoint, true)).toEqual([]);
    expect(await mark(world.focalPoint, false)).toEqual([id]);
    expect(await world.unread(world.focalPoint)).toBe(1);
  });

  it('marks all of the own that is seen, up to the newest one that was shown', async () => {
    const { needId } = await world.need({ visibility: 'public' });
    await world.run(world.donor, (tx) => world.shortlist.add(tx, needId));
    const { needId: hidden } = await world.need({ visibility: 'public' });
    await world.run(world.donor, (tx) => world.shortlist.add(tx, hidden));
    for (const id of [needId, hidden, needId]) await world.happens('need.closed', id);
    await world.db.asOwner("UPDATE needs SET visibility = 'coordinators' WHERE id = $1", [hidden]);
    const [newest, older] = await world.page(world.donor);
    const markAll = (upTo: string) => world.run(world.donor, (tx) => world.notifications.markAllRead(tx, upTo));
    expect(await markAll(older!.id)).toEqual([older!.id]);
    expect(await world.page(world.donor)).toMatchObject([{ isRead: false }, { isRead: true }]);
    expect(await markAll(newest!.id)).toEqual([newest!.id]);
    expect([await markAll(newest!.id), await world.unread(world.donor)]).toEqual([[], 0]);
    await world.db.asOwner("UPDATE needs SET visibility = 'public' WHERE id = $1", [hidden]);
    expect(await world.unread(world.donor)).toBe(1);
    expect(await world.unread(world.focalPoint)).toBe(3);
  });

  it('is in the order in which things happened, however late they were written down', async () => {
    const { needId } = await world.need();
    for (const [eventType, hours] of [
      ['need.validated', 1],
      ['need.returned', 2],
    ] as const) {
      const eventId = newId('evt');
      await world.db.asOwner(
        `INSERT INTO outbox_events (id, type, ref_id, payload, actor_role, actor_person, actor_organization, actor_label, occurred_at)
         VALUES ($1, $2, $3, '{}', 'system', '', '', 'test', now() - make_interval(hours => $4))`,
        [eventId, eventType, needId, hours],
      );
      const happening = { eventId, eventType, refId: needId, payload: {}, actorPerson: '' };
      await world.run(world.db.actor, (tx) => world.notifications.tell(tx, happening));
    }
    expect(await world.kinds(world.focalPoint)).toEqual(['need.validated', 'need.returned']);
  });

  it('goes on page by page', async () => {
    const { needId } = await world.need();
    for (const event of ['need.returned', 'need.validated', 'need.published'] as const) {
      await world.happens(event, needId);
    }
    const kinds: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.run(world.focalPoint, (tx) => world.inbox.page(tx, { cursor, limit: 1 }));
      kinds.push(...page.items.map(({ kind }) => kind));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(kinds.sort()).toEqual(['need.published', 'need.returned', 'need.validated']);
  });
});

describe('the database refuses', () => {
  const row = async () => {
    const [member] = await world.db.asOwner<{ id: string }>('SELECT id FROM memberships LIMIT 1');
    const { needId } = await world.need();
    return { id: newId('note'), membershipId: member!.id, kind: 'need.returned', needId, eventId: 'evt_1' } as const;
  };
  const insert = (columns: object) => world.run(world.db.actor, (tx) => tx.insert(Notification, columns));

  it('knows the kinds that the code knows', async () => {
    const [check] = await world.db.asOwner<{ sql: string }>(
      "SELECT pg_get_constraintdef(oid) AS sql FROM pg_constraint WHERE conname = 'ck_notifications_kind'",
    );
    const kinds = [...check!.sql.matchAll(/'([^']+)'/g)].map(([, kind]) => kind);
    expect(kinds.sort()).toEqual([...NOTIFICATION_KINDS].sort());
  });

  it('takes one that is right', async () => expect(insert(await row())).resolves.toBeDefined());

  it.each<[what: string, changes: object, constraint: string]>([
    ['a kind that it does not know', { kind: 'need.sung' }, 'ck_notifications_kind'],
    ['one about nothing', { needId: null }, 'ck_notifications_subject'],
    ['work that waits for one need', { kind: 'waiting.needs', eventId: null }, 'ck_notifications_subject'],
    ['one without its event', { eventId: null }, 'ck_notifications_event'],
  ])('%s', async (_, changes, constraint) => {
    await expect(insert({ ...(await row()), ...changes })).rejects.toMatchObject({ constraint });
  });
});
