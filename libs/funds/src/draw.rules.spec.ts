// Danger: a payment that adds up to something else, an agreement drawn beyond its money, flexible money used up first.
import fc from 'fast-check';
import { draw, inDrawOrder, SHARES_MAX, type DrawCandidate } from './draw.rules.js';
import { EARMARK_LEVELS } from './earmark.rules.js';

const candidate = (agreementId: string, change: Partial<DrawCandidate> = {}): DrawCandidate => ({
  agreementId,
  offerId: null,
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
      offerId: fc.constantFrom(null, 'offer_1', 'offer_2'),
      earmark: fc.record({ level: fc.constantFrom(...EARMARK_LEVELS) }),
      validUntil: fc.option(day),
      signedOn: day,
      availableMinor: fc.bigInt({ min: 0n, max: 1_000n }),
    }),
    { maxLength: 12 },
  )
  .map((list) => list.map((one, index): DrawCandidate => ({ ...one, agreementId: `agr_${index}` })));
const amount = fc.bigInt({ min: 1n, max: 5_000n });
const offer = fc.constantFrom(null, 'offer_1');

describe('draw', () => {
  it('gives exactly the amount, or says exactly what is missing; nobody gives more than it has', () => {
    fc.assert(
      fc.property(amount, candidates, offer, (asked, from, preferred) => {
        const { shares, missingMinor } = draw(asked, from, preferred);
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
      fc.property(amount, candidates, offer, (asked, from, preferred) => {
        const { shares } = draw(asked, from, preferred);
        const withMoney = inDrawOrder(from, preferred).filter(({ availableMinor }) => availableMinor > 0n);
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
      fc.property(amount, candidates, offer, (asked, from, preferred) => {
        expect(draw(asked, from.toReversed(), preferred)).toEqual(draw(asked, from, preferred));
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
  const order = (list: DrawCandidate[], preferred: string | null = null) =>
    inDrawOrder(list, preferred).map(({ agreementId }) => agreementId);

  it('is: own offer, tightest earmark, earliest end, oldest', () => {
    const list = [
      candidate('free', { signedOn: '2020-01-01' }),
      candidate('young', { earmark: { level: 3 }, validUntil: '2026-12-31', signedOn: '2026-05-01' }),
      candidate('old', { earmark: { level: 3 }, validUntil: '2026-12-31', signedOn: '2026-04-01' }),
      candidate('late', { earmark: { level: 3 }, validUntil: '2027-12-31' }),
      candidate('endless', { earmark: { level: 3 } }),
      candidate('tight', { earmark: { level: 4 } }),
      candidate('own', { offerId: 'offer_1' }),
    ];
    expect(order(list, 'offer_1')).toEqual(['own', 'tight', 'old', 'young', 'late', 'endless', 'free']);
    expect(order(list)).toEqual(['tight', 'old', 'young', 'late', 'endless', 'free', 'own']);
  });

  it('does not prefer agreements without an offer when the match has none', () => {
    expect(order([candidate('b', { offerId: 'offer_1' }), candidate('a')], null)).toEqual(['a', 'b']);
  });
});
