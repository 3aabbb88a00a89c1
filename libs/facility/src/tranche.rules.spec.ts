import { projectStates, trancheStates } from './project.states.js';
import { tranchesAddUp } from './tranche.rules.js';

describe('tranches', () => {
  it('add up to the amount, to the cent', () => {
    expect(tranchesAddUp(1000n, [300n, 700n])).toBe(true);
    expect(tranchesAddUp(1000n, [300n, 699n])).toBe(false);
    expect(tranchesAddUp(1000n, [300n, 701n])).toBe(false);
  });

  it('pay something each: a negative one does not make the sum right', () => {
    expect(tranchesAddUp(1000n, [1000n, 0n])).toBe(false);
    expect(tranchesAddUp(1000n, [1100n, -100n])).toBe(false);
    expect(tranchesAddUp(0n, [])).toBe(true);
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
