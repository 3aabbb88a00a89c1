import { checkDeliverable, checkPlannable, requireByHand } from './delivery.rules.js';

const NOW = new Date('2026-11-24T23:00:00Z');
const agreed = {
  stateConsentAt: new Date('2026-11-20T09:00:00Z'),
  donorConsentAt: new Date('2026-11-19T09:00:00Z'),
};
const faultOf = (act: () => void): unknown => {
  try {
    act();
    return null;
  } catch (error) {
    return error;
  }
};

describe('a delivery', () => {
  it.each([
    ['2026-11-24', true],
    ['2026-11-23', false],
    ['2027-01-31', true],
  ])('planned for %s can be: %s', (day, holds) => {
    expect(checkPlannable(day, NOW).length === 0).toBe(holds);
  });

  it.each([
    ['2026-11-24', null],
    ['2026-11-25', null], // already, east of UTC
    ['2026-11-26', 'or an earlier day'],
    ['2026-11-20', null],
    ['2026-11-19', null], // still, west of UTC
    ['2026-11-18', 'from 2026-11-20 on, when the match was confirmed'],
  ])('that arrived on %s: %s', (day, fault) => {
    const broken = checkDeliverable(day, agreed, NOW);
    expect(broken).toEqual(
      fault === null ? [] : [{ path: 'deliveredOn', detail: expect.stringContaining(fault) as string }],
    );
  });

  it.each([
    ['safe', 'delivering', null, true], // taken over from before days were planned
    [null, 'confirmed', null, true],
    [null, 'delivering', '2026-11-24', true],
    [null, 'delivering', null, false],
    [null, 'completed', null, false],
  ] as const)('of %s in a match that is %s, planned for %s, is by hand: %s', (unitCode, state, planned, holds) => {
    const fault = faultOf(() => requireByHand({ unitCode, state, deliveryPlannedOn: planned }));
    expect(fault).toEqual(holds ? null : expect.objectContaining({ code: 'delivered-as-money' }));
  });
});
