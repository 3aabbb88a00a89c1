import { checkDeliverable, checkPlannable, requireInKind } from './delivery.rules.js';

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

  it('is of units', () => {
    expect(requireInKind({ unitCode: 'safe' })).toBe('safe');
    expect(faultOf(() => requireInKind({ unitCode: null }))).toMatchObject({ code: 'delivered-as-money' });
  });
});
