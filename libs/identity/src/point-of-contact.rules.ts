import type { BrokenRule, CalendarDate } from '#libs/kernel';
import type { ContactDelegation, PointOfContact } from './point-of-contact.entity.js';

type Term = Pick<PointOfContact, 'startsOn' | 'endsOn'>;

/** It is over, or was cancelled before it began. */
export const hasEnded = ({ startsOn, endsOn }: Term, today: CalendarDate): boolean =>
  endsOn !== null && (endsOn <= today || endsOn <= startsOn);

/** Whoever takes over does so while the present term runs. */
export function checkWithinTerm({ startsOn, endsOn }: Term, day: CalendarDate): BrokenRule[] {
  const path = 'startsOn';
  if (day < startsOn) return [{ path, detail: `Choose a day from ${startsOn} on, when the present term began.` }];
  if (endsOn === null || day <= endsOn) return [];
  return [{ path, detail: `Choose a day up to ${endsOn}, when the present term ends.` }];
}

/** Who stands in for a point of contact does so on days of the term that are still to come. */
export function checkDelegation(
  { startsOn, endsOn, ...contact }: Term & Pick<PointOfContact, 'personId'>,
  { personId, until }: Pick<ContactDelegation, 'personId' | 'until'>,
  today: CalendarDate,
): BrokenRule[] {
  const broken: BrokenRule[] = [];
  if (personId === contact.personId) {
    broken.push({ path: 'personId', detail: 'Choose somebody else: this is the point of contact.' });
  }
  const [first, what] = startsOn > today ? [startsOn, 'when the term begins'] : [today, 'today'];
  if (until < first) broken.push({ path: 'until', detail: `Choose ${first}, ${what}, or a later day.` });
  else if (endsOn !== null && until >= endsOn) {
    broken.push({ path: 'until', detail: `Choose a day before ${endsOn}, when the term ends.` });
  }
  return broken;
}
