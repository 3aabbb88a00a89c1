import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Denied, NotFound, refuseTogether, Stale, type CalendarDate, type ProblemItem } from '#libs/kernel';
import { isViolation, type Tx } from '#libs/platform';
import { Meeting } from './meeting.entity.js';
import { checkPeriod, type MeetingKind, type Precision } from './meetings.rules.js';
import { MeetingKnown, MeetingsOverlap } from './reference.errors.js';

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
  constructor(private readonly audit: Audit) {}

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
    requirePeriod(content, wrong);
    const { code, startsOn, endsOn, source } = content;
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
    const meeting = await tx.findOne(Meeting, { where: { code }, lock: { mode: 'pessimistic_write' } });
    if (!meeting) throw new NotFound('meeting', code);
    if (meeting.version !== version) throw new Stale('meeting', code);
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    const whole: MeetingContent = { ...meeting, ...Object.fromEntries(given), source };
    requirePeriod(whole, wrong);
    const { nameEn, startsOn, endsOn, precision } = whole;
    const columns = { nameEn, startsOn, endsOn, precision, source, basis: 'entered' as const, version: version + 1 };
    await apart(() => tx.update(Meeting, code, columns), code);
    const before = { startsOn: meeting.startsOn, endsOn: meeting.endsOn, basis: meeting.basis };
    await this.audit.record(tx, {
      act: 'meeting.corrected',
      refId: code,
      payload: { before, startsOn, endsOn, source },
    });
  }
}

function requireAdministrator(tx: Tx): void {
  if (tx.actor.role !== 'administrator') throw new Denied('Only an administrator keeps the calendar of meetings.');
}

function requirePeriod(content: MeetingContent, wrong: readonly ProblemItem[]): void {
  const isUnusable = wrong.some(({ path }) => path === 'startsOn' || path === 'precision');
  refuseTogether(wrong, isUnusable ? [] : checkPeriod(content));
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
