// The danger: money is set aside twice, paid without its condition, or counted as delivered when it was not.
import { BankAccountNotUsable, DisbursementsService } from '#libs/disbursements';
import { InvalidInput, MoveNotAllowed, newId, NotFound, Stale, type Actor } from '#libs/kernel';
import { LedgerQueries } from '#libs/ledger';
import { MatchesService, OwnMatch } from '#libs/matching';
import { testDatabase, type Tx } from '#libs/platform';
import { AllocationsService } from './allocations.service.js';
import { AlreadyAllocated, MatchNotAllocatable, ProjectUnderWay } from './facility.errors.js';
import { Programme, usd } from './facility.fixture.js';
import { TranchesService } from './tranches.service.js';

const db = testDatabase();
const programme = new Programme(db);

beforeAll(() => programme.open());
afterAll(() => programme.close());

const holdStates = async (projectId: string) =>
  (
    await db.asOwner<{ state: string }>(
      'SELECT h.state FROM project_shares s JOIN ledger_holds h ON h.id = s.hold_id WHERE s.project_id = $1 ORDER BY h.state',
      [projectId],
    )
  ).map(({ state }) => state);

const delivered = async (projectId: string) => {
  const [row] = await db.asOwner<{ delivered: string }>(
    'SELECT i.delivered FROM need_items i JOIN projects p ON p.need_item_id = i.id WHERE p.id = $1',
    [projectId],
  );
  return BigInt(row?.delivered ?? -1);
};

const failure = (error: unknown) => (error as Error).constructor.name;

describe('who belongs to a party', () => {
  it.each(['state', 'donor'] as const)('acts for the facility nowhere in the case: of the %s', async (party) => {
    const organizationId = programme[party];
    const as = (who: Actor, work: (tx: Tx) => Promise<unknown>) => programme.as({ ...who, organizationId }, work);
    const { coordinator, finance } = programme;
    const fundId = await programme.fund();
    const matchId = await programme.backedMatch(fundId, 100_000n);
    const tranches = [{ amount: usd(100_000n).toJSON(), condition: 'x' }];
    const allocations = programme.get(AllocationsService);
    await expect(as(coordinator, (tx) => allocations.allocate(tx, { matchId, fundId, tranches }))).rejects.toThrow(
      OwnMatch,
    );
    const id = await programme.allocate(matchId, fundId, 100_000n);
    const trancheId = (await programme.project(id)).tranches[0]!.id;
    await expect(as(coordinator, (tx) => allocations.cancel(tx, id, 1, 'x'))).rejects.toThrow(OwnMatch);
    const service = programme.get(TranchesService);
    const seen = { fileId: null, note: 'Seen' };
    await expect(as(coordinator, (tx) => service.conditionMet(tx, trancheId, 1, seen))).rejects.toThrow(OwnMatch);
    await programme.meetCondition(trancheId);
    const bankAccountId = await programme.bankAccount();
    await expect(as(finance, (tx) => service.order(tx, trancheId, bankAccountId))).rejects.toThrow(OwnMatch);
  });
});

describe('an allocation', () => {
  it('holds each tranche’s money, the donor’s own first, then the tightest earmark, and pays who asked', async () => {
    const fundId = await programme.fund({ minor: 500_000n }, { minor: 60_000n, category: 'MARK' });
    const matchId = await programme.backedMatch(fundId, 100_000n, 20_000n);
    const id = await programme.allocate(matchId, fundId, 50_000n, 50_000n);
    const project = await programme.project(id);
    expect(project).toMatchObject({ matchId, state: 'active', payee: { name: 'Haiti' }, amount: usd(100_000n) });
    expect(
      project.tranches.map(({ state, shares }) => [state, shares.map(({ amount }) => amount.minor).sort()]),
    ).toEqual([
      ['planned', [20_000n, 30_000n]],
      ['planned', [20_000n, 30_000n]],
    ]);
    expect(await holdStates(id)).toEqual(['pending', 'pending', 'pending', 'pending']);
    expect(await programme.matchState(matchId)).toBe('delivering');
  });

  it('is refused before both parties consented, for goods, and for a match that the actor may not know of', async () => {
    const fundId = await programme.fund({ minor: 500_000n });
    const reviewed = await programme.confirmedMatch(100_000n, { until: 'reviewed' });
    await expect(programme.allocate(reviewed, fundId, 100_000n)).rejects.toThrow(MatchNotAllocatable);
    const goods = await programme.confirmedMatch(4n, { inKind: true });
    await expect(programme.allocate(goods, fundId, 4n)).rejects.toThrow(MatchNotAllocatable);
    await expect(programme.allocate(newId('match'), fundId, 4n)).rejects.toThrow(NotFound);
  });

  it('is refused when its tranches are not the amount, to the cent and in its currency', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.backedMatch(fundId, 100_000n);
    await expect(programme.allocate(matchId, fundId, 50_000n, 49_999n)).rejects.toThrow(InvalidInput);
    await expect(programme.allocate(matchId, fundId, 100_000n, 0n)).rejects.toThrow(InvalidInput);
    const tranches = [{ amount: { minor: '100000', currency: 'EUR' }, condition: 'x' }];
    await expect(
      programme.as(programme.coordinator, (tx) =>
        programme.get(AllocationsService).allocate(tx, { matchId, fundId, tranches }),
      ),
    ).rejects.toThrow(InvalidInput);
    expect(await programme.matchState(matchId)).toBe('confirmed');
  });

  it('that the fund cannot cover in one tranche leaves nothing of the others', async () => {
    const fundId = await programme.fund({ minor: 60_000n }, { minor: 500_000n, area: 'JM' });
    const matchId = await programme.backedMatch(fundId, 100_000n, 20_000n);
    expect(await programme.allocate(matchId, fundId, 50_000n, 50_000n).catch(failure)).toBe('FundCannotCover');
    expect(await programme.matchState(matchId)).toBe('confirmed');
    const accounts = await programme.as(programme.finance, (tx) => programme.get(LedgerQueries).book(tx, fundId));
    expect(accounts.every(({ held }) => held.minor === 0n)).toBe(true);
  });

  it('of a wholly matched offer whose agreement takes a fee is done after the match is lowered to what is left', async () => {
    const fundId = await programme.fund({ minor: 500_000n, area: 'JM' });
    const matchId = await programme.confirmedMatch(100_000n);
    await programme.as(programme.finance, async (tx) => {
      const agreementId = await programme.agree(tx, matchId, fundId, 10_000);
      await programme.payIn(tx, agreementId, 100_000n);
    });
    const attempt = programme.allocate(matchId, fundId, 60_000n, 40_000n);
    await expect(attempt).rejects.toThrow(
      'can give USD 990.00 of the USD 1000.00 asked for this purpose, fees taken off. Lower the match to USD 990.00,',
    );
    await expect(attempt).rejects.toMatchObject({
      errors: [
        { detail: 'USD 990.00 of Norway, after its fee of 1 %, not earmarked: may be used' },
        { detail: expect.stringContaining('USD 5000.00') },
      ],
    });
    await programme.as(programme.coordinator, (tx) =>
      programme
        .get(MatchesService)
        .lower(tx, { matchId, version: 4 }, { amount: 99_000n, reason: 'the fee of the fund' }),
    );
    const project = await programme.project(await programme.allocate(matchId, fundId, 60_000n, 39_000n));
    expect(project.amount).toEqual(usd(99_000n));
  });

  it('is refused while the offer is no signed agreement with the fund, whatever others have paid in', async () => {
    const fundId = await programme.fund({ minor: 500_000n });
    const matchId = await programme.confirmedMatch(100_000n);
    expect(await programme.allocate(matchId, fundId, 100_000n).catch(failure)).toBe('OfferNotAgreed');
    const elsewhere = await programme.backedMatch(await programme.fund(), 100_000n);
    expect(await programme.allocate(elsewhere, fundId, 100_000n).catch(failure)).toBe('OfferNotAgreed');
    expect(await programme.matchState(matchId)).toBe('confirmed');
  });

  it('of one match by two coordinators at once happens once', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.backedMatch(fundId, 100_000n);
    const both = await Promise.allSettled([1, 2].map(() => programme.allocate(matchId, fundId, 100_000n)));
    const done = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
    expect(done).toHaveLength(1);
    expect(refused).toEqual([expect.any(AlreadyAllocated)]);
    expect(refused[0]?.message).toContain(`project ${done[0]}`);
    await expect(programme.allocate(matchId, fundId, 100_000n)).rejects.toThrow(`project ${done[0]}`);
  });

  it('of the last money of a fund by two coordinators at once goes to one match', async () => {
    const fundId = await programme.fund({ minor: 80_000n });
    const matches = [
      await programme.backedMatch(fundId, 100_000n, 20_000n),
      await programme.backedMatch(fundId, 100_000n, 20_000n),
    ];
    const both = await Promise.allSettled(matches.map((matchId) => programme.allocate(matchId, fundId, 100_000n)));
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [failure(one.reason)] : []));
    expect(refused).toEqual(['FundCannotCover']);
  });

  it('keeps its match from being rescinded', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.backedMatch(fundId, 100_000n);
    await programme.allocate(matchId, fundId, 100_000n);
    await expect(
      programme.as(programme.coordinator, (tx) =>
        programme.get(MatchesService).rescind(tx, { matchId, version: 5 }, 'x'),
      ),
    ).rejects.toThrow(MoveNotAllowed);
  });
});

describe('a cancelled project', () => {
  it('lets its money go and its match be allocated anew', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.backedMatch(fundId, 100_000n);
    const id = await programme.allocate(matchId, fundId, 60_000n, 40_000n);
    await expect(programme.cancel(id, 2)).rejects.toThrow(Stale);
    await programme.cancel(id);
    expect(await programme.project(id)).toMatchObject({ state: 'cancelled', cancelReason: 'plans changed' });
    expect(await holdStates(id)).toEqual(['voided', 'voided']);
    expect(await programme.matchState(matchId)).toBe('confirmed');
    await expect(programme.cancel(id, 2)).rejects.toThrow(MoveNotAllowed);
    expect((await programme.project(await programme.allocate(matchId, fundId, 100_000n))).state).toBe('active');
  });

  it('is refused once a tranche is ordered, and possible again when the order was rejected', async () => {
    const fundId = await programme.fund();
    const id = await programme.allocate(await programme.backedMatch(fundId, 100_000n), fundId, 60_000n, 40_000n);
    const [first] = (await programme.project(id)).tranches;
    await programme.meetCondition(first!.id);
    const orderId = await programme.order(first!.id);
    await expect(programme.cancel(id)).rejects.toThrow(ProjectUnderWay);
    await programme.as(programme.approver, (tx) =>
      programme.get(DisbursementsService).reject(tx, orderId, 1, 'no invoice'),
    );
    await expect(programme.cancel(id)).rejects.toThrow(ProjectUnderWay);
    await programme.hearNews();
    await programme.cancel(id);
    expect(await holdStates(id)).toEqual(['voided', 'voided']);
  });
});

describe('a tranche', () => {
  async function plannedTranche(): Promise<string> {
    const fundId = await programme.fund();
    const id = await programme.allocate(await programme.backedMatch(fundId, 100_000n), fundId, 100_000n);
    return (await programme.project(id)).tranches[0]!.id;
  }

  const conditionMet = (trancheId: string, version: number, evidence: { fileId: string | null; note: string | null }) =>
    programme.as(programme.coordinator, (tx) =>
      programme.get(TranchesService).conditionMet(tx, trancheId, version, evidence),
    );

  it('needs evidence that its condition is met: a note or a file that exists', async () => {
    const id = await plannedTranche();
    await expect(conditionMet(id, 1, { fileId: null, note: null })).rejects.toThrow(InvalidInput);
    await expect(conditionMet(id, 1, { fileId: newId('file'), note: null })).rejects.toThrow(InvalidInput);
    await expect(conditionMet(id, 2, { fileId: null, note: 'Seen' })).rejects.toThrow(Stale);
    await conditionMet(id, 1, { fileId: null, note: 'Seen' });
    await expect(conditionMet(id, 2, { fileId: null, note: 'Seen' })).rejects.toThrow(MoveNotAllowed);
    await expect(conditionMet(newId('tran'), 1, { fileId: null, note: 'Seen' })).rejects.toThrow(NotFound);
  });

  it('is not ordered before, nor twice, nor by two at once', async () => {
    const id = await plannedTranche();
    await expect(programme.order(id)).rejects.toThrow(MoveNotAllowed);
    await programme.meetCondition(id);
    const both = await Promise.allSettled([programme.order(id), programme.order(id)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(programme.order(id)).rejects.toThrow(MoveNotAllowed);
  });

  it('is not ordered to an account that is not the payee’s', async () => {
    const id = await plannedTranche();
    await programme.meetCondition(id);
    const account = await programme.bankAccount();
    await db.asOwner('UPDATE bank_accounts SET organization_id = $2 WHERE id = $1', [account, programme.secretariat]);
    await expect(
      programme.as(programme.finance, (tx) => programme.get(TranchesService).order(tx, id, account)),
    ).rejects.toThrow(BankAccountNotUsable);
  });

  it('is paid when its order is settled, once, however often that is told', async () => {
    const fundId = await programme.fund();
    const matchId = await programme.backedMatch(fundId, 100_000n);
    const projectId = await programme.allocate(matchId, fundId, 60_000n, 40_000n);
    const [first, second] = (await programme.project(projectId)).tranches.map(({ id }) => id);
    await programme.meetCondition(first!);
    const orderId = await programme.order(first!);
    await programme.pay(orderId);
    const settle = () =>
      programme.as(programme.system, (tx) => programme.get(TranchesService).settle(tx, orderId, first!));
    await Promise.all([settle(), settle()]);
    await programme.hearNews();
    expect(await delivered(projectId)).toBe(60_000n);
    expect(await programme.project(projectId)).toMatchObject({ state: 'active' });
    await programme.meetCondition(second!);
    await programme.pay(await programme.order(second!));
    await programme.hearNews();
    expect(await delivered(projectId)).toBe(100_000n);
    const project = await programme.project(projectId);
    expect(project.state).toBe('closed');
    expect(project.tranches.map(({ state }) => state)).toEqual(['paid', 'paid']);
    expect(await holdStates(projectId)).toEqual(['posted', 'posted']);
    expect(await programme.matchState(matchId)).toBe('completed');
  });

  it('hears nothing from orders of other features, and fails on a settled order that is not its own', async () => {
    const id = await plannedTranche();
    const settle = (orderId: string, purposeRef: string) =>
      programme.as(programme.system, (tx) => programme.get(TranchesService).settle(tx, orderId, purposeRef));
    await settle(newId('order'), newId('award'));
    await expect(settle(newId('order'), id)).rejects.toThrow('is not that of');
    await expect(settle(newId('order'), newId('tran'))).rejects.toThrow(NotFound);
  });

  it('can be ordered again after its order was rejected, out of the same holds', async () => {
    const id = await plannedTranche();
    await programme.meetCondition(id);
    const orderId = await programme.order(id);
    await programme.as(programme.approver, (tx) =>
      programme.get(DisbursementsService).reject(tx, orderId, 1, 'no invoice'),
    );
    await programme.hearNews();
    const again = await programme.order(id);
    // The news of the first rejection, told once more, must not touch the second order.
    await programme.as(programme.system, (tx) => programme.get(TranchesService).reopen(tx, orderId, id));
    await programme.pay(again);
    await programme.hearNews();
    expect(await programme.orderState(again)).toBe('settled');
  });
});
