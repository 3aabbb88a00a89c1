import fc from 'fast-check';
import { newId } from '#libs/kernel';
import { testDatabase } from '#libs/platform';
import { NOT_EARMARKED, unmetConditions, type Earmark } from './earmark.rules.js';
import { fundsEntities } from './fund.entities.js';
import { FundCannotCover } from './funds.errors.js';
import { brokenInvariants, Treasury } from './funds.fixture.js';

// The danger: over many draws, payments and cancellations, money of one earmark pays for another, or an agreement gives more
// than came in. LONG=1 runs more; a failure prints its seed.

const RUNS = process.env.LONG ? 60 : 12;
const db = testDatabase({ entities: fundsEntities });

const earmark: fc.Arbitrary<Earmark> = fc.oneof(
  fc.constant(NOT_EARMARKED),
  fc
    .record({
      level: fc.constantFrom(2 as const, 3 as const, 4 as const),
      areas: fc.uniqueArray(fc.constantFrom('HT', 'CU'), { maxLength: 2 }),
      regions: fc.uniqueArray(fc.constantFrom('029', '002'), { maxLength: 1 }),
      groups: fc.uniqueArray(fc.constantFrom('ldc' as const, 'lldc' as const), { maxLength: 1 }),
      categories: fc.uniqueArray(fc.constantFrom('MARK', 'TRACE'), { maxLength: 1 }),
      types: fc.uniqueArray(fc.constantFrom('equipment', 'training'), { maxLength: 1 }),
      excludedAreas: fc.uniqueArray(fc.constantFrom('ML'), { maxLength: 1 }),
      excludedCategories: fc.uniqueArray(fc.constantFrom('DDR'), { maxLength: 1 }),
      excludedTypes: fc.uniqueArray(fc.constantFrom('training'), { maxLength: 1 }),
      implementerId: fc.constant(null),
      implementerKinds: fc.uniqueArray(fc.constantFrom('ngo' as const, 'state' as const), { maxLength: 1 }),
    })
    .filter(({ level: _, implementerId: __, ...lists }) => Object.values(lists).some((list) => list.length > 0)),
);

/** UN M49 regions and groups of the countries above, written here again so that the database is checked too. */
const PLACES = {
  HT: { area: 'HT', regions: ['001', '019', '419', '029'], groups: ['ldc', 'sids'] },
  CU: { area: 'CU', regions: ['001', '019', '419', '029'], groups: ['sids'] },
  ML: { area: 'ML', regions: ['001', '002', '202', '011'], groups: ['ldc', 'lldc'] },
} as const;

const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('draw' as const),
      minor: fc.bigInt({ min: 1n, max: 900n }),
      place: fc.constantFrom('HT' as const, 'CU' as const, 'ML' as const),
      category: fc.constantFrom('MARK', 'TRACE', 'DDR'),
      type: fc.constantFrom('equipment', 'training'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('pay' as const, 'cancel' as const), pick: fc.nat(99) }) },
);

it('keeps every earmark and every cent', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ minor: fc.bigInt({ min: 1n, max: 1_000n }), earmark }), { minLength: 1, maxLength: 5 }),
      fc.array(step, { minLength: 4, maxLength: 15 }),
      async (agreements, steps) => {
        const at = await new Treasury(db).open();
        const left = new Map<string, { minor: bigint; earmark: Earmark }>();
        for (const one of agreements) left.set(await at.fill(one.minor, { earmark: one.earmark }), { ...one });
        const open: Awaited<ReturnType<Treasury['draw']>>[] = [];
        let paid = 0n;
        for (const one of steps) {
          if (one.do !== 'draw') {
            const [shares] = open.splice(one.pick % Math.max(open.length, 1), 1);
            if (!shares) continue;
            if (one.do === 'pay') {
              await at.pay(shares.map(({ holdId }) => holdId));
              shares.forEach(({ amount }) => (paid += amount.minor));
              continue;
            }
            for (const { holdId, agreementId, amount } of shares) {
              await at.as((tx) => at.ledger.voidHold(tx, holdId, 'cancelled'));
              left.get(agreementId)!.minor += amount.minor;
            }
            continue;
          }
          const place = PLACES[one.place];
          const { category, type } = one;
          const implementer = { id: at.body.organizationId, kind: 'ngo' };
          const purpose = { ...place, category, type, implementer };
          const fits = (is: Earmark) => unmetConditions(is, purpose).length === 0;
          const covered = [...left.values()].reduce((sum, it) => sum + (fits(it.earmark) ? it.minor : 0n), 0n);
          const attempt = at.draw(one.minor, { area: one.place, category, type, ref: newId('tran') });
          if (covered < one.minor) {
            await expect(attempt).rejects.toThrow(FundCannotCover);
            await expect(attempt).rejects.toMatchObject({ covered: { minor: covered } });
            continue;
          }
          const shares = await attempt;
          expect(shares.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(one.minor);
          for (const { agreementId, amount } of shares) {
            const source = left.get(agreementId)!;
            expect(fits(source.earmark)).toBe(true);
            source.minor -= amount.minor;
            expect(source.minor >= 0n).toBe(true);
          }
          // nothing flexible was touched while something tighter that fits was left
          const loosest = Math.min(...shares.map(({ agreementId }) => left.get(agreementId)!.earmark.level));
          for (const it of left.values()) {
            if (fits(it.earmark) && it.earmark.level > loosest) expect(it.minor).toBe(0n);
          }
          open.push(shares);
        }
        const fund = await at.fund();
        const available = [...left.values()].reduce((sum, { minor }) => sum + minor, 0n);
        expect([fund.available.minor, fund.paid.minor]).toEqual([available, paid]);
        expect(fund.received.minor).toBe(fund.available.minor + fund.held.minor + fund.paid.minor);
      },
    ),
    { numRuns: RUNS },
  );
  expect(await brokenInvariants((sql) => db.dataSource.query(sql))).toEqual([]);
}, 600_000);
