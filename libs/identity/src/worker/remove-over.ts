import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { SessionsService } from '../sessions.service.js';
import { removeOldMailedTokens } from '../mailed-tokens.js';
import { removeOldAttempts } from '../attempt-limiters.js';

/** Removes sessions and tokens that are over and counts of attempts that no longer count: none opens or shuts anything any more. */
@Injectable()
@OnSchedule('identity.remove-over')
export class RemoveOver implements Scheduled {
  constructor(private readonly sessions: SessionsService) {}

  async run(tx: Tx): Promise<void> {
    await this.sessions.removeOver(tx);
    await removeOldAttempts(tx);
    await removeOldMailedTokens(tx);
  }
}
