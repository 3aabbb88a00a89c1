import { Controller, Get, Inject, type OnApplicationShutdown } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Problem, systemActor } from '#libs/kernel';
import { CONFIG, type Config, connectQueues, type QueueConnection, UnitOfWork } from '#libs/platform';
import { Allow, ANYONE } from '#libs/platform/http';

const PING_DEADLINE_MS = 2_000;

class NotReady extends Problem {
  readonly code = 'not-ready';
  readonly kind = 'unavailable';
  constructor(cause: string) {
    super(`The database is not usable yet: ${cause}. Start it, run the migrations, then ask again.`);
  }
}

@ApiExcludeController()
@Controller()
export class HealthController implements OnApplicationShutdown {
  private readonly queue: QueueConnection;

  constructor(
    private readonly uow: UnitOfWork,
    @Inject(CONFIG) config: Config,
  ) {
    this.queue = connectQueues(config, { blocking: false });
  }

  /** The process lives; touches nothing else. */
  @Get('livez')
  @Allow(...ANYONE)
  livez(): { status: string } {
    return { status: 'ok' };
  }

  /** Requests can be served. A queue that is away is named but does not count: writes go to the outbox. */
  @Get('readyz')
  @Allow(...ANYONE)
  async readyz(): Promise<{ status: string; database: string; queue: string }> {
    await this.uow
      .read(systemActor('readyz'), (tx) => tx.query('SELECT 1 FROM migrations LIMIT 1'))
      .catch((error: Error) => {
        throw new NotReady(error.message);
      });
    return { status: 'ok', database: 'up', queue: (await this.queueAnswers()) ? 'up' : 'away' };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }

  private async queueAnswers(): Promise<boolean> {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error('no answer')), PING_DEADLINE_MS).unref();
    });
    return Promise.race([this.queue.ping(), late]).then(
      () => true,
      () => false,
    );
  }
}
