import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { Suggestions } from '../suggestions.service.js';

/** No event says that a day is over; suggestions that it ends are brought in step here. */
@Injectable()
@OnSchedule('matching.refresh')
export class RefreshSuggestions implements Scheduled {
  constructor(private readonly suggestions: Suggestions) {}

  async run(tx: Tx): Promise<void> {
    await this.suggestions.refreshOver(tx);
  }
}
