/** A failure of a consumer that says itself how often its delivery is worth trying: 1 where trying again cannot help. */
export class LimitedFailure extends Error {
  constructor(
    message: string,
    readonly attemptsMax: number,
  ) {
    super(message);
  }
}
