import { Injectable } from '@nestjs/common';
import { FileStore, type StoredFile, type Tx } from '#libs/platform';
import { Consumes, type Delivery, type LeasedConsumer } from '#libs/platform/worker';
import { ImportRun } from '../import-run.js';
import { ImportsQueries } from '../imports.queries.js';

interface Work {
  readonly importId: string;
  readonly file: StoredFile;
}

/** Reads a file that was sent and uses its rows; after a crash it goes on where it stopped. */
@Injectable()
@Consumes('sheets.use')
export class UseSheet implements LeasedConsumer<Work, void> {
  constructor(
    private readonly imports: ImportsQueries,
    private readonly files: FileStore,
    private readonly importRun: ImportRun,
  ) {}

  /** Null: it was cancelled before it began. */
  async prepare(tx: Tx, { refId }: Delivery): Promise<Work | null> {
    const { id, state, fileId } = await this.imports.get(tx, refId);
    if (state !== 'waiting' && state !== 'running') return null;
    const file = fileId === null ? null : await this.files.find(tx, fileId);
    if (!file) throw new Error(`The file of import ${id} is not there.`);
    return { importId: id, file };
  }

  async perform({ importId, file }: Work, signal: AbortSignal): Promise<void> {
    const { files } = this;
    const open = async function* () {
      yield* (await files.open(file)) as AsyncIterable<Buffer>;
    };
    await this.importRun.run(importId, { name: file.name, open }, signal);
  }

  /** The import says itself how it ended. */
  async conclude(): Promise<void> {}
}
