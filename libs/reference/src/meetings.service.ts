import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import {
  calendarDateOf,
  Denied,
  NotFound,
  refuseTogether,
  Stale,
  type BrokenRule,
  type CalendarDate,
  type Clock,
  type ProblemItem,
} from '#libs/kernel';
import { CLOCK, isViolation, type Tx } from '#libs/platform';
import { MEETINGS } from './data/meetings.js';
import { Meeting } from './meeting.entity.js';
import { checkNear, checkPeriod, type MeetingKind, type Precision } from './meetings.rules.js';
import { MeetingKnown, MeetingsOverlap, MeetingStays } from './reference.errors.js';

export interface MeetingContent {
  readonly nameEn: string;
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate;
  readonly precision: Precision;
  /** Where that is decided or recorded. */
  readonly source: string;
}

/** Administrators keep the calendar; what they entered, loading the reference data again leaves alone. */
@Injectable()
export class MeetingsService {
  constructor(
    private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws Denied, InvalidInput, MeetingKnown, MeetingsOverlap
   */
  async add(
    tx: Tx,
    content: MeetingContent & { readonly code: string; readonly kind: MeetingKind },
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    requireAdministrator(tx);
    const { code, startsOn, endsOn, source } = content;
    requirePeriod(content, wrong, checkNear({ startsOn, endsOn }, this.today));
    await apart(() => tx.insert(Meeting, { ...content, basis: 'entered' }), code);
    await this.audit.record(tx, { act: 'meeting.added', refId: code, payload: { startsOn, endsOn, source } });
  }

  /**
   * What is left out stays, but the source is always that of the correction.
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws Denied, NotFound, Stale, InvalidInput, MeetingsOverlap
   */
  async correct(
    tx: Tx,
    seen: { readonly code: string; readonly version: number },
    { source, ...changes }: Partial<MeetingContent> & Pick<MeetingContent, 'source'>,
    wrong: readonly ProblemItem[] = [],
  ): Promise<void> {
    requireAdministrator(tx);
    const { code, version } = seen;
    const meeting = await lockMeeting(tx, code, version);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const whole: MeetingContent = { ...meeting, ...Object.fromEntries(given), source };
    const { nameEn, startsOn, endsOn, precision } = whole;
    const moved = {
      ...(startsOn !== meeting.startsOn && { startsOn }),
      ...(endsOn !== meeting.endsOn && { endsOn }),
    };
    requirePeriod(whole, wrong, checkNear(moved, this.today));
    const columns = { nameEn, startsOn, endsOn, precision, source, basis: 'entered' as const, version: version + 1 };
    await apart(() => tx.update(Meeting, code, columns), code);
    const before = { startsOn: meeting.startsOn, endsOn: meeting.endsOn, basis: meeting.basis };
    await this.audit.record(tx, {
      act: 'meeting.corrected',
      refId: code,
      payload: { before, startsOn, endsOn, source },
    });
  }

  /**
   * Takes out a meeting that was entered wrongly; the cycle that led to it then belongs to the next.
   * @throws Denied, NotFound, Stale, MeetingStays
   */
  async remove(tx: Tx, { code, version }: { readonly code: string; readonly version: number }): Promise<void> {
    requireAdministrator(tx);
    const { kind, startsOn, endsOn, source } = await lockMeeting(tx, code, version);
    if (MEETINGS.some((one) => one.code === code)) throw new MeetingStays(code, 'on-record');
    try {
      await tx.delete(Meeting, code);
    } catch (error) {
      if (isViolation(error, 'fk_national_reports_cycle')) throw new MeetingStays(code, 'reports');
      if (isViolation(error, 'fk_needs_cycle')) throw new MeetingStays(code, 'needs');
      throw error;
    }
    await this.audit.record(tx, { act: 'meeting.removed', refId: code, payload: { kind, startsOn, endsOn, source } });
  }

  private get today(): CalendarDate {
    return calendarDateOf(this.clock.now());
  }
}

async function lockMeeting(tx: Tx, code: string, version: number): Promise<Meeting> {
  const meeting = await tx.findOne(Meeting, { where: { code }, lock: { mode: 'pessimistic_write' } });
  if (!meeting) throw new NotFound('meeting', code);
  if (meeting.version !== version) throw new Stale('meeting', code);
  return meeting;
}

function requireAdministrator(tx: Tx): void {
  if (tx.actor.role !== 'administrator') throw new Denied('Only an administrator keeps the calendar of meetings.');
}

function requirePeriod(content: MeetingContent, wrong: readonly ProblemItem[], far: readonly BrokenRule[]): void {
  const isUnusable = wrong.some(({ path }) => path === 'startsOn' || path === 'precision');
  refuseTogether(wrong, [...far, ...(isUnusable ? [] : checkPeriod(content))]);
}

async function apart(write: () => Promise<unknown>, code: string): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isViolation(error, 'meetings_pkey')) throw new MeetingKnown(code);
    if (isViolation(error, 'ex_meetings_reported_to_apart')) throw new MeetingsOverlap(code);
    throw error;
  }
}
