import {
  Global,
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import type { Logger } from 'pino';
import type { Config } from '../config/config.js';
import { UnitOfWork, type Tx } from '../database/unit-of-work.js';
import { FileStore } from '../files/file-store.js';
import { FolderMailer } from '../mail/folder-mailer.js';
import { Mailer } from '../mail/mailer.js';
import { SmtpMailer } from '../mail/smtp-mailer.js';
import { Metrics } from '../observability/metrics.js';
import { CONSUMER_QUEUES, type ConsumerName } from '../outbox/consumers.js';
import { CONFIG, LOG } from '../platform.module.js';
import { type AnyConsumer, CONSUMES } from './consumer.js';
import { DeliveryRunner } from './delivery-runner.js';
import { QueueWorkers } from './queue-workers.js';
import { ON_SCHEDULE, OnSchedule, type Scheduled, type ScheduleName } from './schedules.js';

@Injectable()
@OnSchedule('files.sweep')
class SweepFiles implements Scheduled {
  constructor(private readonly files: FileStore) {}

  async run(tx: Tx): Promise<void> {
    await this.files.sweep(tx);
  }
}

/** Finds the consumers and schedules of all loaded features and sets the queues going. */
@Injectable()
class WorkerLife implements OnApplicationBootstrap, OnApplicationShutdown {
  private workers: QueueWorkers | null = null;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly uow: UnitOfWork,
    private readonly metrics: Metrics,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const consumers = this.named<ConsumerName, AnyConsumer>(CONSUMES);
    for (const name of Object.keys(CONSUMER_QUEUES) as ConsumerName[]) {
      if (!consumers.has(name)) throw new Error(`No class consumes ${name}; it stands in the table of consumers.`);
    }
    const runner = new DeliveryRunner(this.uow, consumers, this.metrics, this.log);
    this.workers = new QueueWorkers(
      this.config,
      this.uow,
      runner,
      this.named<ScheduleName, Scheduled>(ON_SCHEDULE),
      this.log,
    );
    await this.workers.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.workers?.stop();
    await this.mailer.close();
  }

  private named<Name extends string, T>(key: string): Map<Name, T> {
    const found = new Map<Name, T>();
    for (const { metatype, instance } of this.discovery.getProviders()) {
      const name: Name | undefined = metatype ? Reflect.getMetadata(key, metatype) : undefined;
      if (name === undefined) continue;
      if (found.has(name)) throw new Error(`Two classes are ${name}.`);
      found.set(name, instance as T);
    }
    return found;
  }
}

function mailerOf({ mail: { server, folder, from } }: Config, log: Logger): Mailer {
  if (server) return new SmtpMailer(server, from);
  log.warn({ folder }, 'no SMTP_URL: e-mails become files of this folder, and nobody receives them');
  return new FolderMailer(folder, from);
}

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [WorkerLife, SweepFiles, { provide: Mailer, useFactory: mailerOf, inject: [CONFIG, LOG] }],
  exports: [Mailer],
})
export class WorkerPlatformModule {}
