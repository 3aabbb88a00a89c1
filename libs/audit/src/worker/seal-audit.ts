import { Inject, Injectable } from '@nestjs/common';
import { LOG, type Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import type { Logger } from 'pino';
import { Sealer } from '../sealer.js';

/** Seals what was written, every few seconds, and notes the end of the chain in the log: a copy outside the database. */
@Injectable()
@OnSchedule('audit.seal')
export class SealAudit implements Scheduled {
  private notedSeq = '0';

  constructor(
    private readonly sealer: Sealer,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async run(tx: Tx): Promise<void> {
    const { before } = await this.sealer.seal(tx);
    if (before === null || before.seq === this.notedSeq) return;
    this.notedSeq = before.seq;
    this.log.info({ seq: before.seq, hash: before.hash }, 'audit chain sealed up to here');
  }
}
