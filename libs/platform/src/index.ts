export { ConfigError, readConfig, SHUTDOWN_DEADLINE_SECONDS } from './config/config.js';
export type { Config } from './config/config.js';
export { parseRedisUrl, REDIS_URL_FORMS } from './config/redis-url.js';
export { bigintColumn } from './database/columns.js';
export { connectDatabase, UnusableDatabase } from './database/connect.js';
export type { Invariant } from './database/invariant.js';
export { appRole, grantToApp, migrate, pendingMigrations, UnusableRole } from './database/migrate.js';
export type { Migration } from './database/migrate.js';
export { isViolation, sqlState, UnitOfWork } from './database/unit-of-work.js';
export type { ReadTx, Tx } from './database/unit-of-work.js';
export { freePort } from './embedded/cluster.js';
export { discardEmbedded, joinOrOpen, openEmbedded } from './embedded/embedded-database.js';
export type { EmbeddedDatabase } from './embedded/embedded-database.js';
export { replaceFile } from './embedded/folder.js';
export { FolderOwnership, ownerOf } from './embedded/folder-lock.js';
export { DataFolderInUse, EmbeddedError, folderProblem } from './embedded/problem.js';
export { processStamp } from './embedded/process-stamp.js';
export { TEXT_BYTES_MAX, FileStore } from './files/file-store.js';
export type { ReceivedContent, StoredFile } from './files/file-store.js';
export { paperFaults, papersFaults } from './files/paper.js';
export { createLogger, NestLog } from './observability/log.js';
export { Metrics } from './observability/metrics.js';
export { CONSUMER_QUEUES, EVENT_CONSUMERS, QUEUES } from './outbox/consumers.js';
export type { ConsumerName, EventType, QueueName } from './outbox/consumers.js';
export { crashPoint } from './outbox/crash-point.js';
export { Outbox, OUTBOX_CHANNEL } from './outbox/outbox.js';
export { outboxInvariants } from './outbox/outbox.invariants.js';
export type { JsonObject, JsonValue, MatchEvent, MatchEventType, OutboxEvent } from './outbox/outbox.js';
export { keysetPage, PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, readCursor, readSortedCursor } from './paging.js';
export type { Cursor, Page } from './paging.js';
export { CLOCK, CONFIG, LOG, PlatformModule } from './platform.module.js';
export { connectQueues, queuePrefix } from './queue/queue-connection.js';
export type { QueueConnection } from './queue/queue-connection.js';
export { openRedis } from './queue/redis.js';
export { guarded, listText, readList, unguarded } from './sheet/cells.js';
export { differing, fixedFaults, merge, unreadDays, wordsOf } from './sheet/compare.js';
export { DICTIONARY_COLUMNS, dictionaryOf, ERROR_COLUMN } from './sheet/columns.js';
export type { Cells, CodeList, SheetColumn, SheetFormat } from './sheet/columns.js';
export { readCsv, readUtf8, UnreadableFile } from './sheet/read-csv.js';
export type { Columns, CsvFile, FileRow } from './sheet/read-csv.js';
export { RowReader } from './sheet/row-reader.js';
export {
  RefusedRows,
  type RowChange,
  type RowDifference,
  type RowFault,
  type RowOutcome,
  type Sheet,
  type SheetPage,
  type SheetRow,
  type Standing,
  type UsedRows,
} from './sheet/sheet.js';
export { pagesOf } from './sheet/pages-of.js';
export { SHEET_FORMATS, sheetFile } from './sheet/sheet-file.js';
export type { SheetFile, SheetFormatName } from './sheet/sheet-file.js';
export { readSheet } from './sheet/read-sheet.js';
export { writeCsv } from './sheet/write-csv.js';
export { VISIBLE } from './text.rules.js';
export { SmtpPeer } from './testing/smtp-peer.js';
export { inDatabase, TestDatabase, testDatabase } from './testing/test-database.js';
export { platformMigrations } from './migrations/index.js';
export { runProcess } from './process.js';
