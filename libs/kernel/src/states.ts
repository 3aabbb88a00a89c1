export interface StateTable<S extends string> {
  readonly all: readonly S[];
  readonly moves: Readonly<Record<S, readonly S[]>>;
  canMove(from: S, to: S): boolean;
  isFinal(state: S): boolean;
}

/** States and their allowed moves as one table; a misspelt state does not compile. */
export function defineStates<S extends string>(moves: { readonly [from in S]: readonly NoInfer<S>[] }): StateTable<S> {
  return {
    all: Object.keys(moves) as S[],
    moves: moves as Readonly<Record<S, readonly S[]>>,
    canMove: (from, to) => moves[from].includes(to),
    isFinal: (state) => moves[state].length === 0,
  };
}
