import { atMoment, calendarDateOf, type Actor, type CalendarDate } from '#libs/kernel';
import type { Tx, UnitOfWork } from '#libs/platform';

const DAY_MS = 86_400_000;

/** Tables where the database itself writes down when a row came to be, and where that may change: the audit and the ledger stay true. */
const CREATED = [
  ...['organizations', 'people', 'memberships', 'points_of_contact', 'contact_delegations', 'national_reports'],
  ...['needs', 'offers', 'matches', 'saved_searches'],
];

/** To the microsecond it is only what this transaction wrote. A revision that was decided on stays as it is. */
const MOVE_TO_MOMENT = `WITH ${CREATED.map(
  (table) => `in_${table} AS (UPDATE ${table} SET created_at = $1 WHERE created_at = now())`,
).join(', ')}
  UPDATE need_revisions SET proposed_at = $1 WHERE proposed_at = now() AND state = 'proposed'`;

/** What people of the demonstration did, each act at its moment between some eighteen months ago and now. */
export class Acts {
  readonly today: CalendarDate;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly now: Date,
  ) {
    this.today = calendarDateOf(now);
  }

  /** One transaction of an actor so many days ago. `place` tells the hours of different stories apart. */
  run<T>(actor: Actor, daysAgo: number, place: number, work: (tx: Tx) => Promise<T>): Promise<T> {
    return atMoment(this.moment(daysAgo, place), () => this.uow.run(actor, work));
  }

  /** One by which something comes to be. */
  create<T>(actor: Actor, daysAgo: number, place: number, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.run(actor, daysAgo, place, async (tx) => {
      const done = await work(tx);
      await tx.query(MOVE_TO_MOMENT, [this.moment(daysAgo, place)]);
      return done;
    });
  }

  /** The day that many days before the day of loading; a negative number lies ahead. */
  dayAgo(days: number): CalendarDate {
    return calendarDateOf(new Date(this.now.getTime() - days * DAY_MS));
  }

  daysSince(day: CalendarDate): number {
    return (Date.parse(this.today) - Date.parse(day)) / DAY_MS;
  }

  /** In the working hours of that day, and not after now. */
  private moment(daysAgo: number, place: number): Date {
    const minutes = 8 * 60 + ((place * 83 + daysAgo * 47) % (9 * 60));
    const start = Date.parse(this.dayAgo(daysAgo));
    return new Date(Math.min(this.now.getTime(), start + minutes * 60_000 + ((place * 7_919) % 60_000)));
  }
}
