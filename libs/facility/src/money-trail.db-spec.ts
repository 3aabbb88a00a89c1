// The danger: somebody reads a payment that is not theirs to know of – or somebody who must check it finds a link missing.
import { DisbursementsQueries, DisbursementsService } from '#libs/disbursements';
import { newId, NotFound, type Actor } from '#libs/kernel';
import { testDatabase, UnitOfWork, type ReadTx } from '#libs/platform';
import { FacilityQueries } from './facility.queries.js';
import { Programme, usd } from './facility.fixture.js';
import { MoneyTrailDto } from './http/money-trail.dto.js';
import { Sight } from './trail.visibility.js';
import { TranchesService } from './tranches.service.js';

const db = testDatabase();
const programme = new Programme(db);
let matchId: string;
let projectId: string;
let orderId: string;

beforeAll(async () => {
  await programme.open();
  const fundId = await programme.fund({ minor: 1n, area: 'JM' }, { minor: 60_000n, category: 'MARK' });
  matchId = await programme.backedMatch(fundId, 100_000n, 40_000n);
  projectId = await programme.allocate(matchId, fundId, 70_000n, 30_000n);
  const [first] = (await programme.project(projectId)).tranches;
  await programme.meetCondition(first!.id);
  orderId = await programme.order(first!.id);
  await programme.pay(orderId);
  await programme.hearNews();
});
afterAll(() => programme.close());

describe('the money trail of a match', () => {
  it('goes from the donors’ agreements and deposits to the entries in the ledger', async () => {
    const { match, own, project, shares, tranches } = await programme.trail(matchId, programme.finance);
    expect(match).toMatchObject({ id: matchId, state: 'delivering' });
    expect(project).toMatchObject({ id: projectId, payee: { name: 'Haiti' }, amount: usd(100_000n) });
    expect(shares.map(({ donor, amount, source }) => [donor?.name, amount.minor, source?.deposits.length])).toEqual(
      expect.arrayContaining([
        ['Sweden', 60_000n, 1],
        ['Norway', 40_000n, 1],
      ]),
    );
    expect(own).toMatchObject({
      donor: { name: 'Norway' },
      source: { agreement: { state: 'withdrawn', received: usd(40_000n) } },
    });
    expect(shares.map(({ source }) => source?.agreement.state).sort()).toEqual(['received', 'withdrawn']);
    const [paid, planned] = tranches;
    expect(paid).toMatchObject({
      state: 'paid',
      conditionNote: 'Contract seen',
      conditionMetBy: { id: expect.any(String) },
    });
    expect(planned).toMatchObject({ state: 'planned', orders: [], transfers: [] });
    const [order] = paid!.orders;
    expect(order).toMatchObject({ id: orderId, state: 'settled', createdBy: { id: programme.finance.personId } });
    expect(order?.approvals.map(({ person }) => person.id)).toEqual([
      programme.approver.personId,
      programme.secondApprover.personId,
    ]);
    expect(order?.instructions).toMatchObject([
      { state: 'settled', endToEndId: expect.stringMatching(/^[a-z0-9]{30}$/) },
    ]);
    const [transfer] = paid!.transfers;
    expect(transfer?.id).toBe(order?.instructions[0]?.transferId);
    expect(transfer?.entries.map(({ amount }) => amount.minor)).toEqual([-40_000n, -30_000n, 30_000n, 40_000n]);
  });

  it('is there before any money is set aside', async () => {
    const fresh = await programme.confirmedMatch(100_000n);
    expect(await programme.trail(fresh, programme.coordinator)).toMatchObject({
      own: null,
      project: null,
      shares: [],
      tranches: [],
    });
  });

  const readers: [string, () => Actor][] = [
    ['the requesting State', () => programme.focalPoint],
    ['the donor of the match', () => programme.donorPerson],
    ['a donor whose money is in it', () => programme.strangerDonor],
    ['a coordinator', () => programme.coordinator],
    ['finance', () => programme.finance],
    ['an approver', () => programme.approver],
    ['an auditor', () => programme.auditor],
  ];
  it.each(readers)('is read by %s', async (_, who) => {
    expect((await programme.trail(matchId, who())).project?.id).toBe(projectId);
  });

  const strangers: [string, () => Actor][] = [
    ['another donor', () => ({ ...programme.donorPerson, organizationId: newId('org') })],
    ['another State', () => ({ ...programme.focalPoint, organizationId: newId('org') })],
    ['a donor’s colleague in another role', () => ({ ...programme.donorPerson, role: 'focal-point' })],
    ['an administrator', () => ({ ...programme.auditor, role: 'administrator' })],
  ];
  it.each(strangers)('does not exist for %s', async (_, who) => {
    await expect(programme.trail(matchId, who())).rejects.toThrow(NotFound);
  });

  const sharesFor = async (who: Actor) => {
    const { shares } = await programme.trail(matchId, who);
    return shares
      .toSorted((one, other) => Number(one.amount.minor - other.amount.minor))
      .map(({ donor, source, amount }) => ({
        donor: donor?.name ?? null,
        whole: source !== null,
        minor: amount.minor,
      }));
  };

  it.each([
    ['finance', () => programme.finance, [true, true]],
    ['the donor of the match', () => programme.donorPerson, [true, false]],
    ['the requesting State', () => programme.focalPoint, [false, false]],
  ] as const)(
    'names every donor and its share to %s, and shows it the agreements that are its to see',
    async (_, who, [norway, sweden]) => {
      expect(await sharesFor(who())).toEqual([
        { donor: 'Norway', whole: norway, minor: 40_000n },
        { donor: 'Sweden', whole: sweden, minor: 60_000n },
      ]);
      const { own, match } = await programme.trail(matchId, who());
      expect([own?.donor?.name, own?.source !== null]).toEqual(['Norway', norway]);
      expect(match?.stateConsentBy).not.toBeNull();
    },
  );

  it('shows a donor who only pays its own agreement, and of another donor no more than how much it adds', async () => {
    expect(await sharesFor(programme.strangerDonor)).toEqual([
      { donor: null, whole: false, minor: 40_000n },
      { donor: 'Sweden', whole: true, minor: 60_000n },
    ]);
  });

  it('tells a donor who only pays how far its money is, and nothing that the parties keep to themselves', async () => {
    const trail = await programme.trail(matchId, programme.strangerDonor);
    expect(trail).toMatchObject({
      matchId,
      need: { name: expect.any(String), areaIso2: 'HT' },
      match: null,
      own: null,
      project: { id: projectId, needItemId: null, state: 'active' },
    });
    const [paid, planned] = trail.tranches;
    expect(paid).toMatchObject({
      ...{ state: 'paid', condition: null, conditionNote: null, conditionMetBy: null, orders: [] },
      payments: [{ id: orderId, state: 'settled', settledOn: expect.any(String) }],
      transfers: [{ entries: [] }],
    });
    expect(planned).toMatchObject({ state: 'planned', payments: [] });
    const ids = paid!.shares.map(({ agreementId }) => agreementId);
    expect(ids.filter((id) => id !== null)).toEqual([trail.shares.find(({ source }) => source)?.source?.agreement.id]);
  });

  it('answers a donor who only pays without a word of the item, the offer, the other donor and its deposits', async () => {
    const { match, own } = await programme.trail(matchId, programme.auditor);
    const { agreement, deposits } = own!.source!;
    const secrets = [match!.item.description, match!.offer.title, match!.offer.id, match!.donorConsentBy!.id];
    secrets.push(
      'Norway',
      agreement.id,
      agreement.accountId,
      agreement.donor.id,
      deposits[0]!.externalRef,
      'Contract seen',
    );
    const whole = JSON.stringify(MoneyTrailDto.of(await programme.trail(matchId, programme.auditor)));
    const told = JSON.stringify(MoneyTrailDto.of(await programme.trail(matchId, programme.strangerDonor)));
    expect(secrets.filter((secret) => !whole.includes(secret))).toEqual([]);
    expect(secrets.filter((secret) => told.includes(secret))).toEqual([]);
  });

  it.each(['parties-only', 'coordinators'] as const)(
    'names a need that is %s to nobody who only pays',
    async (visibility) => {
      const { need } = await programme.trail(matchId, programme.auditor);
      const facility = programme.get(FacilityQueries);
      const listed = async (who: Actor) => {
        const { items } = await programme.get(UnitOfWork).read(who, (tx) => facility.projects(tx, { limit: 5 }));
        return items.map((project) => Sight.of(who, project).project(project).need.name);
      };
      await db.asOwner('UPDATE needs SET visibility = $2 WHERE id = $1', [need.id, visibility]);
      expect((await programme.trail(matchId, programme.strangerDonor)).need).toEqual({
        id: need.id,
        name: null,
        areaIso2: 'HT',
      });
      expect(await listed(programme.strangerDonor)).toEqual([null]);
      for (const party of [programme.donorPerson, programme.focalPoint, programme.coordinator]) {
        expect((await programme.trail(matchId, party)).need.name).toBe(need.name);
      }
      expect(await listed(programme.donorPerson)).toContain(need.name);
      await db.asOwner(`UPDATE needs SET visibility = 'states-only' WHERE id = $1`, [need.id]);
    },
  );

  it('is found from a payment order, and from the donor’s agreement', async () => {
    const facility = programme.get(FacilityQueries);
    const read = <T>(who: Actor, work: (tx: ReadTx) => Promise<T>) => programme.get(UnitOfWork).read(who, work);
    const { tranches, shares } = await programme.trail(matchId, programme.approver);
    const { project } = await read(programme.approver, (tx) =>
      facility.tranche(tx, tranches[0]!.orders[0]!.purposeRef),
    );
    expect([project.id, project.matchId]).toEqual([projectId, matchId]);
    const { id: agreementId } = shares.find(({ donor }) => donor?.name === 'Sweden')!.source!.agreement;
    const mine = await read(programme.strangerDonor, (tx) => facility.projects(tx, { agreementId, limit: 5 }));
    expect(mine.items.map(({ id }) => id)).toEqual([projectId]);
    for (const party of [programme.donorPerson, programme.focalPoint]) {
      const asked = await read(party, (tx) => facility.projects(tx, { agreementId, limit: 5 }));
      expect([party.role, asked.items]).toEqual([party.role, []]);
    }
    const stranger = { ...programme.donorPerson, organizationId: newId('org') };
    const colleague = { ...programme.strangerDonor, role: 'administrator' } as const;
    for (const who of [stranger, colleague]) {
      expect((await read(who, (tx) => facility.projects(tx, { limit: 5 }))).items).toEqual([]);
    }
  });

  it('gives nobody what approvals bind to: with it, whoever knows the rest could find the account by trying', async () => {
    for (const who of [programme.approver, programme.coordinator, programme.focalPoint, programme.donorPerson]) {
      const { tranches } = await programme.trail(matchId, who);
      const order = await programme
        .get(UnitOfWork)
        .read(programme.finance, (tx) => programme.get(DisbursementsQueries).find(tx, orderId));
      expect(tranches[0]?.orders).toHaveLength(1);
      const told = JSON.stringify(tranches, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
      expect(told).not.toContain(order?.contentSha256);
    }
  });

  it('names the whole account only to those who handle payments', async () => {
    const accountFor = async (who: Actor) => {
      const { tranches } = await programme.trail(matchId, who);
      return tranches[0]?.orders[0]?.bankAccount.accountNumber;
    };
    const whole = await accountFor(programme.approver);
    expect(whole).toMatch(/^[A-Z0-9]{20,}$/);
    for (const who of [programme.coordinator, programme.focalPoint, programme.donorPerson]) {
      expect(await accountFor(who)).toBe(`…${whole?.slice(-4)}`);
    }
  });

  it('tells the house alone why an order was rejected', async () => {
    const fundId = await programme.fund();
    const rejected = await programme.backedMatch(fundId, 50_000n);
    const project = await programme.project(await programme.allocate(rejected, fundId, 50_000n));
    await programme.meetCondition(project.tranches[0]!.id);
    const order = await programme.order(project.tranches[0]!.id);
    await programme.as(programme.approver, (tx) =>
      programme.get(DisbursementsService).reject(tx, order, 1, 'no invoice'),
    );
    const reasonFor = async (who: Actor) => {
      const { orders } = (await programme.trail(rejected, who)).tranches[0]!;
      return orders.map(({ rejectionReason }) => rejectionReason);
    };
    expect(await reasonFor(programme.finance)).toEqual(['no invoice']);
    for (const who of [programme.focalPoint, programme.donorPerson]) expect(await reasonFor(who)).toEqual([null]);
  });
});

it('the file that shows that a condition was met is read by who sees the project, not by a donor who only pays', async () => {
  const fileId = newId('file');
  await db.asOwner(
    `INSERT INTO stored_files (id, organization_id, content_sha256, media_type, name, size_bytes, created_by, kept_at)
     VALUES ($1, $2, repeat('a', 64), 'application/pdf', 'contract.pdf', 1, $3, now())`,
    [fileId, programme.secretariat, programme.coordinator.personId],
  );
  const tranche = (await programme.project(projectId)).tranches[1]!;
  await programme.as(programme.coordinator, (tx) =>
    programme.get(TranchesService).conditionMet(tx, tranche.id, tranche.version, { fileId, note: null }),
  );
  const reads = (who: Actor) => programme.as(who, (tx) => programme.get(FacilityQueries).isEvidence(tx, fileId));
  const { coordinator, finance, approver, auditor, focalPoint, donorPerson, strangerDonor } = programme;
  for (const who of [coordinator, finance, approver, auditor, focalPoint, donorPerson]) {
    expect([who.role, await reads(who)]).toEqual([who.role, true]);
  }
  for (const who of [strangerDonor, { ...auditor, role: 'administrator' as const }]) {
    expect([who.role, await reads(who)]).toEqual([who.role, false]);
  }
});
