import { Money } from '#libs/kernel';
import { projectStates, trancheStates } from './project.states.js';
import { checkTranches } from './tranche.rules.js';

describe('tranches', () => {
  const paths = (whole: bigint, minors: readonly bigint[], currency = 'USD') =>
    checkTranches(
      Money.of(whole, 'USD'),
      minors.map((minor) => ({ minor: `${minor}`, currency })),
    ).map(({ path }) => path);

  it('add up to the amount, to the cent', () => {
    expect(paths(1000n, [300n, 700n])).toEqual([]);
    expect(paths(1000n, [300n, 699n])).toEqual(['tranches.1.amount']);
    expect(paths(1000n, [300n, 701n])).toEqual(['tranches.1.amount']);
    expect(paths(1000n, [])).toEqual(['tranches']);
  });

  it('pay something each: a negative one does not make the sum right', () => {
    expect(paths(1000n, [0n, 1000n])).toEqual(['tranches.0.amount']);
    expect(paths(1000n, [1100n, -100n])).toEqual(['tranches.1.amount']);
  });

  it('of another currency are not added up', () => {
    expect(paths(1000n, [1n], 'EUR')).toEqual(['tranches.0.amount.currency']);
  });
});

describe('states', () => {
  it('let a tranche be paid only through an order, and be cancelled only before one', () => {
    expect(trancheStates.all.filter((from) => trancheStates.canMove(from, 'paid'))).toEqual(['ordered']);
    expect(trancheStates.all.filter((from) => trancheStates.canMove(from, 'cancelled'))).toEqual([
      'planned',
      'condition-met',
    ]);
  });

  it('let nothing leave a closed or cancelled project', () => {
    expect(projectStates.all.filter(projectStates.isFinal)).toEqual(['closed', 'cancelled']);
  });
});
