import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { Denied, InvalidInput, MoveNotAllowed, newId, NotFound } from '#libs/kernel';
import { FileStore, isViolation, Outbox, type StoredFile, type Tx } from '#libs/platform';
import { importStates, type ImportKind, type ImportMode } from './import.states.js';
import { ImportRunning } from './imports.errors.js';
import { IMPORT_REQUESTED } from './imports.events.js';
import { ImportsQueries } from './imports.queries.js';
import { SheetKinds } from './sheet-kinds.js';

/** After its end an import and its rows are kept so long. */
const KEPT_DAYS = 30;
/** Imports that one run forgets. */
const FORGOTTEN_MAX = 500;

export interface NewImport {
  readonly kind: ImportKind;
  readonly mode: ImportMode;
  readonly fileName: string;
  /** Null: its content is not in the file store. */
  readonly fileId: string | null;
}

/** Files of needs and offers that people send back. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly kinds: SheetKinds,
    private readonly queries: ImportsQueries,
    private readonly files: FileStore,
    private readonly audit: Audit,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Asks for a file of the own organization to be read and used, in the background. Returns the id of the import.
   * @throws Denied, NotFound, InvalidInput, ImportRunning
   */
  async request(
    tx: Tx,
    { fileId, ...asked }: { readonly kind: ImportKind; readonly mode: ImportMode; readonly fileId: string },
  ): Promise<string> {
    this.requireRole(tx, asked.kind);
    const file = await this.files.find(tx, fileId);
    if (!file || file.organizationId !== tx.actor.organizationId) throw new NotFound('file', fileId);
    requireText(file);
    const id = await this.begin(tx, { ...asked, fileId, fileName: file.name });
    await this.outbox.add(tx, { type: IMPORT_REQUESTED, refId: id });
    return id;
  }

  /** @throws Denied, ImportRunning */
  async begin(tx: Tx, { kind, mode, fileName, fileId }: NewImport): Promise<string> {
    this.requireRole(tx, kind);
    const { personId, organizationId, role } = tx.actor;
    const id = newId('imp');
    try {
      await tx.query(
        `INSERT INTO imports (id, kind, mode, state, person_id, organization_id, role, file_id, file_name)
         VALUES ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8)`,
        [id, kind, mode, personId, organizationId, role, fileId, fileName],
      );
    } catch (error) {
      throw isViolation(error, 'uq_imports_one_at_a_time') ? new ImportRunning() : error;
    }
    await this.audit.record(tx, { act: 'import.requested', refId: id, organizationId, payload: { kind, mode } });
    return id;
  }

  /** Whoever may send the organization's files ends it; what was done stays done. @throws NotFound, MoveNotAllowed */
  async cancel(tx: Tx, id: string): Promise<void> {
    if (tx.actor.role === 'auditor') throw new Denied('Only who may send files of the organization may cancel it.');
    await this.queries.get(tx, id);
    await tx.query('SELECT 1 FROM imports WHERE id = $1 FOR UPDATE', [id]);
    const { state } = await this.queries.get(tx, id);
    if (!importStates.canMove(state, 'cancelled')) throw new MoveNotAllowed('import', id, state, 'cancelled');
    await tx.query(`UPDATE imports SET state = 'cancelled', ended_at = now(), version = version + 1 WHERE id = $1`, [
      id,
    ]);
    await this.audit.record(tx, { act: 'import.cancelled', refId: id, organizationId: tx.actor.organizationId });
  }

  /** Removes what ended {@link KEPT_DAYS} ago, and lets its files go; returns how many. */
  async forget(tx: Tx): Promise<number> {
    const [gone] = await tx.query<[{ file_id: string | null }[], number]>(
      `DELETE FROM imports WHERE id IN (
         SELECT id FROM imports WHERE ended_at < now() - make_interval(days => ${KEPT_DAYS})
          ORDER BY ended_at LIMIT ${FORGOTTEN_MAX} FOR UPDATE SKIP LOCKED) RETURNING file_id`,
    );
    const files = gone.flatMap(({ file_id: id }) => id ?? []);
    // The sweep removes it unless something else refers to it.
    await tx.query('UPDATE stored_files SET retain_until = current_date - 1 WHERE id = ANY($1)', [files]);
    return gone.length;
  }

  private requireRole(tx: Tx, kind: ImportKind): void {
    const { role } = this.kinds.of(kind);
    if (tx.actor.role !== role) throw new Denied(`Only a ${role.replace('-', ' ')} may send a file of ${kind}.`);
  }
}

function requireText({ mediaType }: StoredFile): void {
  if (mediaType === 'text/plain') return;
  const detail = `This file is ${mediaType} by its content. Save it as "CSV UTF-8" and send that.`;
  throw new InvalidInput([{ path: 'fileId', detail }]);
}
