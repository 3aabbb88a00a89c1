import { Injectable } from '@nestjs/common';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { AuditEntry, AuditSeal } from './audit.entity.js';
import { AuditVisibility } from './audit.visibility.js';

export interface AuditFilter {
  readonly refId?: string;
  /** `need.published`, or the kind of act, `need`. */
  readonly act?: string;
  /** Person who acted, `pers_…`. */
  readonly actor?: string;
  readonly cursor?: string;
  readonly limit: number;
}

/** As the index ix_audit_log_kind has it. */
const OF_KIND = "split_part(entry.act, '.', 1) = :act";

@Injectable()
export class AuditQueries {
  constructor(private readonly visibility: AuditVisibility) {}

  /** Those that the actor may see, newest first. */
  async list(tx: ReadTx, { refId, act, actor, cursor, limit }: AuditFilter): Promise<Page<AuditEntry>> {
    const query = tx
      .createQueryBuilder(AuditEntry, 'entry')
      .leftJoinAndMapOne('entry.seal', AuditSeal, 'seal', 'seal.auditId = entry.id')
      .orderBy('entry.id', 'DESC')
      .limit(limit + 1);
    const visible = this.visibility.entriesVisibleTo(tx.actor, 'entry');
    query.andWhere(
      visible.sql.replaceAll(/\$(\d+)/g, ':visible$1'),
      Object.fromEntries(visible.params.map((param, index) => [`visible${index + 1}`, param])),
    );
    if (refId !== undefined) query.andWhere('entry.refId = :refId', { refId });
    if (act !== undefined) query.andWhere(act.includes('.') ? 'entry.act = :act' : OF_KIND, { act });
    if (actor !== undefined) query.andWhere('entry.actorPerson = :actor', { actor });
    const place = readCursor(cursor, 1);
    if (place) query.andWhere('entry.id < :before', { before: place[0] });
    return keysetPage(await query.getMany(), limit, ({ id }) => [id]);
  }
}
