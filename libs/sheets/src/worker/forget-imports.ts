import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { OnSchedule, type Scheduled } from '#libs/platform/worker';
import { ImportsService } from '../imports.service.js';

@Injectable()
@OnSchedule('sheets.forget')
export class ForgetImports implements Scheduled {
  constructor(private readonly imports: ImportsService) {}

  async run(tx: Tx): Promise<void> {
    await this.imports.forget(tx);
  }
}
