import { SetMetadata } from '@nestjs/common';
import type { Tx } from '../database/unit-of-work.js';

/**
 * Work that comes back by itself, each run in one transaction. Safe to run twice and in several copies. Of the runs that were missed
 * while no worker was up, one is made up for at the next start.
 */
export interface Scheduled {
  run(tx: Tx): Promise<void>;
}

export const SCHEDULES = {
  'audit.seal': { everyMs: 3_000 },
  'files.sweep': { pattern: '20 * * * *' },
  'funds.lapse': { pattern: '15 * * * *' },
  'identity.ask-to-verify': { pattern: '50 3 * * *' },
  'identity.remove-over': { pattern: '10 * * * *' },
  'matching.refresh': { pattern: '10 * * * *' },
  'needs.expire': { pattern: '5 * * * *' },
  'notifications.daily': { pattern: '30 4 * * *' },
  'notifications.mail': { pattern: '* * * * *' },
  'offers.expire': { pattern: '5 * * * *' },
  'sheets.forget': { pattern: '35 * * * *' },
} as const satisfies Record<string, { everyMs: number } | { pattern: string }>;

export type ScheduleName = keyof typeof SCHEDULES;

export const ON_SCHEDULE = 'clearing:on-schedule';

/** Names the row of the schedule table (UTC) that a class is. */
export const OnSchedule = (name: ScheduleName): ClassDecorator => SetMetadata(ON_SCHEDULE, name);
