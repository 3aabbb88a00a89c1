import type { Queue } from 'bullmq';
import { SCHEDULES, type ScheduleName } from './schedules.js';

const ONCE = { removeOnComplete: true, removeOnFail: true };

/**
 * Sees to it that a queue has a schedule, and makes up once for what fell due while no worker was up to do it, or for all the time
 * before there was one: many an instance is off every night.
 */
export async function keepSchedule(queue: Queue, name: ScheduleName): Promise<void> {
  const when = SCHEDULES[name];
  const repeat = 'everyMs' in when ? { every: when.everyMs } : { pattern: when.pattern, tz: 'UTC' };
  const next = (await queue.getJobScheduler(name))?.next;
  const isMissed = next === undefined || next <= Date.now();
  // Before the schedule is set anew, which discards the run that is late.
  if (isMissed) await queue.add(name, {}, { ...ONCE, jobId: `${name}-missed` });
  await queue.upsertJobScheduler(name, repeat, { name, data: {}, opts: ONCE });
}
