// The danger: money leaves with fewer than two people's consent to exactly what is paid.
import { Denied, InvalidInput, Money, MoveNotAllowed, newId, NotFound, Stale } from '#libs/kernel';
import { HoldResolved, Ledger } from '#libs/ledger';
import { testDatabase } from '#libs/platform';
import { disbursementsEntities } from './disbursements.entities.js';
import {
  AlreadyApproved,
  BankAccountKnown,
  BankAccountNotUsable,
  SecondPersonRequired,
  SeparationOfDuties,
} from './disbursements.errors.js';
import { PaymentOffice } from './disbursements.fixture.js';

const db = testDatabase({ entities: disbursementsEntities });
const office = new PaymentOffice(db);

beforeAll(() => office.open());

describe('a bank account', () => {
  const details = { organizationId: '', holderName: 'Treasury', accountNumber: '', bic: null, currency: 'USD' };
  const enter = (change: Partial<typeof details>) =>
    office.as(office.finance, (tx) =>
      office.bankAccounts.enter(tx, {
        ...details,
        organizationId: office.payee,
        accountNumber: newId('t').slice(2),
        ...change,
      }),
    );

  it('is verified by another person than the one who entered it', async () => {
    const id = await office.bankAccount('SECONDPERSON', false);
    await expect(office.as(office.finance, (tx) => office.bankAccounts.verify(tx, id, 1))).rejects.toThrow(
      SecondPersonRequired,
    );
    await office.as(office.secondFinance, (tx) => office.bankAccounts.verify(tx, id, 1));
    await expect(office.as(office.secondFinance, (tx) => office.bankAccounts.verify(tx, id, 2))).rejects.toThrow(
      MoveNotAllowed,
    );
  });

  it('is refused with a mistyped IBAN, an unknown currency, for an unknown organization, or twice', async () => {
    await expect(enter({ accountNumber: 'GB82 WEST 1234 5698 7654 33' })).rejects.toThrow(InvalidInput);
    await expect(enter({ currency: 'XTS' })).rejects.toThrow(InvalidInput);
    await expect(enter({ organizationId: newId('org') })).rejects.toThrow(NotFound);
    await enter({ accountNumber: 'GB82 WEST 1234 5698 7654 32' });
    await expect(enter({ accountNumber: 'gb82west12345698765432' })).rejects.toThrow(BankAccountKnown);
  });

  it('pays only its own organization, in its own currency, once it is verified', async () => {
    const elsewhere = await office.as(office.finance, (tx) =>
      office.bankAccounts.enter(tx, { ...details, organizationId: office.otherPayee, accountNumber: 'ELSEWHERE1' }),
    );
    const euros = await enter({ currency: 'EUR' });
    for (const bankAccountId of [elsewhere, euros, await office.bankAccount(undefined, false)]) {
      await expect(office.order({ bankAccountId })).rejects.toThrow(BankAccountNotUsable);
    }
    await expect(office.order({ bankAccountId: newId('bank') })).rejects.toThrow(NotFound);
  });
});

describe('an order', () => {
  it('asks for exactly what its holds hold', async () => {
    await expect(office.order({ holdIds: await office.hold(60_000n, 39_999n) })).rejects.toThrow(InvalidInput);
    await expect(office.order({ holdIds: [] })).rejects.toThrow(InvalidInput);
    await expect(office.order({ amount: Money.of(100_000n, 'EUR') })).rejects.toThrow(BankAccountNotUsable);
  });

  it('does not draw a hold that was let go, nor one that another order draws', async () => {
    const [letGo = ''] = await office.hold(100_000n);
    await office.as(office.finance, (tx) => new Ledger().voidHold(tx, letGo, 'test'));
    await expect(office.order({ holdIds: [letGo] })).rejects.toThrow(HoldResolved);
    const shared = await office.hold(100_000n);
    await office.order({ holdIds: shared });
    await expect(office.order({ holdIds: shared })).rejects.toThrow('uq_order_draws_live_hold');
  });
});

describe('approval', () => {
  it('takes two people; the second sets the payment going, once', async () => {
    const id = await office.order();
    await office.approve(id, office.approver);
    expect(await office.find(id)).toMatchObject({ state: 'requested', approvalsGiven: 1, version: 2 });
    expect(await office.waiting(id)).toHaveLength(0);
    await office.approve(id, office.secondApprover);
    expect(await office.find(id)).toMatchObject({ state: 'approved', approvalsGiven: 2, version: 3 });
    expect(await office.waiting(id)).toHaveLength(1);
    await expect(office.approve(id, office.approver)).rejects.toThrow(MoveNotAllowed);
  });

  it('is given on the bank details that the bank will be told, whatever stands elsewhere', async () => {
    const id = await office.order({ bankAccountId: await office.bankAccount('TOBETOLD1') });
    await db.asOwner(`UPDATE bank_accounts SET account_number = 'ELSEWHERE9' WHERE account_number = 'TOBETOLD1'`);
    expect((await office.find(id)).bankAccount).toMatchObject({ holderName: 'Treasury', accountNumber: 'TOBETOLD1' });
  });

  it('is refused to the same person twice', async () => {
    const id = await office.order();
    await office.approve(id, office.approver);
    await expect(office.approve(id, office.approver)).rejects.toThrow(AlreadyApproved);
    expect((await office.find(id)).approvalsGiven).toBe(1);
  });

  it('is refused to the maker, whatever the role', async () => {
    const id = await office.order();
    await expect(office.approve(id, { ...office.finance, role: 'approver' })).rejects.toThrow(SeparationOfDuties);
  });

  it('is refused to who entered the bank account, whatever the role then', async () => {
    const id = await office.orderToAccountOfApprover();
    await expect(office.approve(id, office.approver)).rejects.toThrow(/entered the bank account/);
  });

  it('is refused to everyone who belongs to the payee, whoever they act for', async () => {
    const id = await office.order();
    await expect(office.approve(id, office.payeeApprover)).rejects.toThrow(SeparationOfDuties);
    await expect(office.approve(id, office.bothSides)).rejects.toThrow(SeparationOfDuties);
  });

  it('is refused to who is no approver, or no longer', async () => {
    const id = await office.order();
    await expect(office.approve(id, office.secondFinance)).rejects.toThrow(Denied);
    await office.db.asOwner('UPDATE memberships SET ended_at = now() WHERE person_id = $1', [office.approver.personId]);
    await expect(office.approve(id, office.approver)).rejects.toThrow(Denied);
    await office.db.asOwner('UPDATE memberships SET ended_at = NULL WHERE person_id = $1', [office.approver.personId]);
  });

  it('is refused on what was changed after it was read', async () => {
    const id = await office.order();
    await expect(office.approve(id, office.approver, 7)).rejects.toThrow(Stale);
    await expect(office.approve(newId('order'), office.approver, 1)).rejects.toThrow(NotFound);
  });

  it('counts each of two people who press at the same moment once', async () => {
    const id = await office.order();
    const approvals = [office.approver, office.approver, office.secondApprover, office.secondApprover].map((who) =>
      office.approve(id, who, 1).then(
        () => 'given',
        (error: Error) => error.constructor.name,
      ),
    );
    expect((await Promise.all(approvals)).sort()).toEqual(['Stale', 'Stale', 'Stale', 'given']);
    expect(await office.find(id)).toMatchObject({ state: 'requested', approvalsGiven: 1, version: 2 });
  });
});

describe('an edit', () => {
  const amend = (id: string, version: number, change = { purpose: 'Another purpose' }) =>
    office.as(office.secondFinance, (tx) => office.disbursements.amend(tx, id, version, change));

  it('voids the approvals that were given, and both may approve the new content', async () => {
    const id = await office.order();
    await office.approve(id, office.approver);
    const before = await office.find(id);
    await amend(id, before.version);
    const after = await office.find(id);
    expect(after).toMatchObject({ state: 'requested', approvalsGiven: 0, revision: 2, purpose: 'Another purpose' });
    expect(after.contentSha256).not.toBe(before.contentSha256);
    expect(after.approvals).toMatchObject([{ counts: false }]);
    await office.approve(id, office.approver);
    expect(await office.find(id)).toMatchObject({ state: 'requested', approvalsGiven: 1 });
    await office.approve(id, office.secondApprover);
    expect(await office.find(id)).toMatchObject({ state: 'approved' });
  });

  it('voids them also when it goes back to the first content', async () => {
    const id = await office.order();
    await office.approve(id, office.approver);
    await amend(id, 2);
    await amend(id, 3, { purpose: 'First tranche' });
    expect(await office.find(id)).toMatchObject({ revision: 3, approvalsGiven: 0 });
  });

  it('makes its author a maker', async () => {
    const id = await office.order();
    await amend(id, 1);
    await expect(office.approve(id, { ...office.secondFinance, role: 'approver' })).rejects.toThrow(SeparationOfDuties);
  });

  it('is refused once the payment is approved, and on what was changed meanwhile', async () => {
    const id = await office.approvedOrder();
    await expect(amend(id, 3)).rejects.toThrow(MoveNotAllowed);
    const other = await office.order();
    await expect(amend(other, 2)).rejects.toThrow(Stale);
  });
});

describe('a rejected order', () => {
  it('frees its holds and its purpose for another order, and tells who asked', async () => {
    const request = { holdIds: await office.hold(100_000n), purposeRef: newId('tran') };
    const id = await office.order(request);
    await expect(office.order({ purposeRef: request.purposeRef })).rejects.toThrow('uq_payment_orders_live_purpose');
    await office.as(office.approver, (tx) => office.disbursements.reject(tx, id, 1, 'the invoice is missing'));
    const read = await office.as(office.finance, (tx) => office.queries.find(tx, id));
    expect(read).toMatchObject({ state: 'rejected', rejectionReason: 'the invoice is missing' });
    expect(await office.count(`FROM outbox_events WHERE type = 'disbursement.rejected' AND ref_id = $1`, [id])).toBe(1);
    expect(await office.find(await office.order(request))).toMatchObject({ state: 'requested' });
  });

  it('is not approved, edited or rejected any more', async () => {
    const id = await office.order();
    await office.as(office.approver, (tx) => office.disbursements.reject(tx, id, 1, 'no'));
    await expect(office.approve(id, office.approver)).rejects.toThrow(MoveNotAllowed);
    await expect(office.as(office.approver, (tx) => office.disbursements.reject(tx, id, 2, 'no'))).rejects.toThrow(
      MoveNotAllowed,
    );
    await expect(office.as(office.finance, (tx) => office.disbursements.retry(tx, id, 2, 'no'))).rejects.toThrow(
      MoveNotAllowed,
    );
  });
});

describe('the history of an order', () => {
  it('is numbered, audited and listed with the order', async () => {
    const id = await office.approvedOrder();
    const events = await db.uow.read(db.actor, (tx) => office.queries.eventsAfter(tx, id, 0));
    expect(events.map(({ sequence, type, state }) => [sequence, type, state])).toEqual([
      [1, 'requested', 'requested'],
      [2, 'approval-given', 'requested'],
      [3, 'approval-given', 'requested'],
      [4, 'approved', 'approved'],
    ]);
    const later = await db.uow.read(db.actor, (tx) => office.queries.eventsAfter(tx, id, 3));
    expect(later.map(({ type }) => type)).toEqual(['approved']);
    const page = await db.uow.read(db.actor, (tx) => office.queries.list(tx, { state: 'approved', limit: 1 }));
    expect(page.items).toMatchObject([
      { id, amount: { minor: 100_000n, currency: 'USD' }, payee: { name: 'The payee' } },
    ]);
    expect(page.nextCursor).not.toBeNull();
    expect(await office.count('FROM audit_log WHERE ref_id = $1', [id])).toBe(4);
  });
});
