import { Money, newId } from '#libs/kernel';
import { createHash } from 'node:crypto';
import { accountNumberFault, bicFault, compactAccountNumber } from './bank-account.rules.js';
import { drawsAddUp, endToEndIdOf, sealContent, type PaymentContent } from './payment-order.rules.js';
import { paymentInstructionStates, paymentOrderStates } from './payment-order.states.js';

const content: PaymentContent = {
  order: 'order_1',
  revision: 1,
  amount: { minor: '125000', currency: 'USD' },
  payee: 'org_1',
  bankAccount: { id: 'bank_1', holderName: 'Ministère "A"', accountNumber: 'GB82WEST12345698765432', bic: null },
  purpose: 'First tranche',
};

describe('the content that approvals bind to', () => {
  it('is canonical: the order in which its parts were written does not matter', () => {
    const { purpose, payee, ...rest } = content;
    expect(sealContent({ purpose, ...rest, payee })).toEqual(sealContent(content));
  });

  it('hashes the bytes that are kept', () => {
    const sealed = sealContent(content);
    expect(sealed.content).toContain('"holderName":"Ministère \\"A\\""');
    expect(createHash('sha256').update(sealed.content, 'utf8').digest('hex')).toBe(sealed.sha256);
  });

  it.each<[string, Partial<PaymentContent>]>([
    ['the order', { order: 'order_2' }],
    ['the revision', { revision: 2 }],
    ['the amount', { amount: { minor: '125001', currency: 'USD' } }],
    ['the currency', { amount: { minor: '125000', currency: 'EUR' } }],
    ['the payee', { payee: 'org_2' }],
    ['the account number', { bankAccount: { ...content.bankAccount, accountNumber: 'GB33BUKB20201555555555' } }],
    ['the holder', { bankAccount: { ...content.bankAccount, holderName: 'Ministère A' } }],
    ['the purpose', { purpose: 'Second tranche' }],
  ])('has another hash when %s differs', (_, change) => {
    expect(sealContent({ ...content, ...change }).sha256).not.toBe(sealContent(content).sha256);
  });
});

describe('end-to-end ids', () => {
  it('have one length, at most 35, in the character set of every bank', () => {
    for (let i = 0; i < 100; i += 1) expect(endToEndIdOf(newId('inst'))).toMatch(/^[a-z0-9]{30}$/);
  });
});

describe('draws', () => {
  const usd = (minor: bigint) => Money.of(minor, 'USD');

  it('add up to the amount, to the cent and in its currency', () => {
    expect(drawsAddUp(usd(100n), [usd(34n), usd(66n)])).toBe(true);
    expect(drawsAddUp(usd(100n), [usd(34n), usd(65n)])).toBe(false);
    expect(drawsAddUp(usd(100n), [usd(34n), Money.of(66n, 'EUR')])).toBe(false);
    expect(drawsAddUp(usd(100n), [])).toBe(false);
  });
});

describe('bank details', () => {
  it('are compared without spaces, dashes and case', () => {
    expect(compactAccountNumber('gb82 west-1234 5698 7654 32')).toBe('GB82WEST12345698765432');
  });

  it('refuse an IBAN with a mistyped digit, and take accounts that are no IBAN', () => {
    expect(accountNumberFault('GB82WEST12345698765432')).toBeNull();
    expect(accountNumberFault('GB82WEST12345698765433')).toContain('check digits');
    expect(accountNumberFault('001234567')).toBeNull();
    expect(accountNumberFault('12')).not.toBeNull();
    expect(accountNumberFault('1234_5678')).not.toBeNull();
  });

  it('know a BIC', () => {
    expect(bicFault('DEUTDEFF')).toBeNull();
    expect(bicFault('DEUTDEFF500')).toBeNull();
    expect(bicFault('DEUTDEF')).not.toBeNull();
  });
});

describe('states', () => {
  it('let nothing leave settled or rejected', () => {
    expect(paymentOrderStates.all.filter(paymentOrderStates.isFinal)).toEqual(['settled', 'rejected']);
    expect(paymentInstructionStates.all.filter(paymentInstructionStates.isFinal)).toEqual([
      'settled',
      'failed',
      'returned',
    ]);
  });

  it('let no order reach the bank without passing approved', () => {
    const before = paymentOrderStates.all.filter((from) => paymentOrderStates.canMove(from, 'instructed'));
    expect(before).toEqual(['approved']);
  });
});
