// Danger: a payment that adds up to something else, an agreement drawn beyond its money, flexible money used up first.
import fc from 'fast-check';
import { draw, inDrawOrder, SHARES_MAX, type DrawCandidate } from './draw.rules.js';
import { EARMARK_LEVELS } from './earmark.rules.js';

const candidate = (agreementId: string, change: Partial<DrawCandidate> = {}): DrawCandidate => ({
  agreementId,
  earmark: { level: 1 },
  validUntil: null,
  signedOn: '2026-01-01',
  availableMinor: 100n,
  ...change,
});

const day = fc.constantFrom('2026-01-01', '2026-06-30', '2027-12-31');
const candidates = fc
  .array(
    fc.record({
      earmark: fc.record({ level: fc.constantFrom(...EARMARK_LEVELS) }),
      validUntil: fc.option(day),
      signedOn: day,
      availableMinor: fc.bigInt({ min: 0n, max: 1_000n }),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map((one, index): DrawCandidate => ({ ...one, agreementId: `agr_${index}` })));
const amount = fc.bigInt({ min: 1n, max: 5_000n });
const ownAgreement = fc.constantFrom(null, 'agr_1', 'agr_99');

describe('draw', () => {
  it('gives exactly the amount, or says exactly what is missing; nobody gives more than it has', () => {
    fc.assert(
      fc.property(amount, candidates, ownAgreement, (asked, from, own) => {
        const { shares, missingMinor } = draw(asked, from, own);
        const sum = shares.reduce((total, { amountMinor }) => total + amountMinor, 0n);
        const there = from.reduce((total, { availableMinor }) => total + availableMinor, 0n);
        expect(sum + missingMinor).toBe(asked);
        expect(missingMinor).toBe(asked > there ? asked - there : 0n);
        expect(new Set(shares.map(({ agreementId }) => agreementId)).size).toBe(shares.length);
        for (const { agreementId, amountMinor } of shares) {
          const { availableMinor } = from.find((one) => one.agreementId === agreementId)!;
          expect(amountMinor > 0n && amountMinor <= availableMinor).toBe(true);
        }
      }),
    );
  });

  it('uses up the earlier in order before it touches the next', () => {
    fc.assert(
      fc.property(amount, candidates, ownAgreement, (asked, from, own) => {
        const { shares } = draw(asked, from, own);
        const withMoney = inDrawOrder(from, own).filter(({ availableMinor }) => availableMinor > 0n);
        expect(shares.map(({ agreementId }) => agreementId)).toEqual(
          withMoney.slice(0, shares.length).map(({ agreementId }) => agreementId),
        );
        shares
          .slice(0, -1)
          .forEach(({ amountMinor }, index) => expect(amountMinor).toBe(withMoney[index]!.availableMinor));
      }),
    );
  });

  it('does not depend on the order in which the agreements were found', () => {
    fc.assert(
      fc.property(amount, candidates, ownAgreement, (asked, from, own) => {
        expect(draw(asked, from.toReversed(), own)).toEqual(draw(asked, from, own));
      }),
    );
  });

  it('refuses to scatter a payment over too many donors', () => {
    const many = Array.from({ length: SHARES_MAX + 1 }, (_, i) => candidate(`agr_${i}`, { availableMinor: 1n }));
    expect(draw(BigInt(SHARES_MAX + 1), many, null)).toMatchObject({ missingMinor: 1n });
    expect(draw(BigInt(SHARES_MAX), many, null).missingMinor).toBe(0n);
  });
});

describe('the order', () => {
  const order = (list: DrawCandidate[], own: string | null = null) =>
    inDrawOrder(list, own).map(({ agreementId }) => agreementId);

  it('is: own agreement, tightest earmark, earliest end, oldest', () => {
    const list = [
      candidate('free', { signedOn: '2020-01-01' }),
      candidate('young', { earmark: { level: 3 }, validUntil: '2026-12-31', signedOn: '2026-05-01' }),
      candidate('old', { earmark: { level: 3 }, validUntil: '2026-12-31', signedOn: '2026-04-01' }),
      candidate('late', { earmark: { level: 3 }, validUntil: '2027-12-31' }),
      candidate('endless', { earmark: { level: 3 } }),
      candidate('tight', { earmark: { level: 4 } }),
      candidate('own'),
    ];
    expect(order(list, 'own')).toEqual(['own', 'tight', 'old', 'young', 'late', 'endless', 'free']);
    expect(order(list)).toEqual(['tight', 'old', 'young', 'late', 'endless', 'free', 'own']);
  });
});
