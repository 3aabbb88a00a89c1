import { type DynamicModule, Global, Module } from '@nestjs/common';
import { getDataSourceToken, TypeOrmModule } from '@nestjs/typeorm';
import { systemClock } from '#libs/kernel';
import type { Logger } from 'pino';
import type { DataSource } from 'typeorm';
import type { Config } from './config/config.js';
import './database/columns.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { FolderBlobs, S3Blobs } from './files/blob-store.js';
import { FileStore } from './files/file-store.js';
import { Metrics } from './observability/metrics.js';
import { Outbox } from './outbox/outbox.js';

export const CONFIG = Symbol('config');
export const CLOCK = Symbol('clock');
export const LOG = Symbol('log');

/** What every feature stands on. Each feature module registers its own entities with `TypeOrmModule.forFeature`. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: Config, log: Logger): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: config.database.url,
          autoLoadEntities: true,
          retryAttempts: 1,
          extra: {
            max: config.database.poolMax,
            application_name: `clearing-house ${log.bindings().process ?? ''}`.trim(),
          },
        }),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
        { provide: CLOCK, useValue: systemClock },
        { provide: UnitOfWork, useFactory: (db: DataSource) => new UnitOfWork(db), inject: [getDataSourceToken()] },
        { provide: Outbox, useClass: Outbox },
        {
          provide: FileStore,
          useFactory: async () =>
            's3Url' in config.files
              ? new FileStore(await S3Blobs.at(config.files.s3Url))
              : new FileStore(new FolderBlobs(config.files.folder), config.files.folder),
        },
        { provide: Metrics, useFactory: (uow: UnitOfWork) => new Metrics(uow), inject: [UnitOfWork] },
      ],
      exports: [CONFIG, LOG, CLOCK, UnitOfWork, Outbox, FileStore, Metrics],
    };
  }
}
