import { Injectable } from '@nestjs/common';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { AuditEntry, AuditSeal } from './audit.entity.js';
import { AuditVisibility } from './audit.visibility.js';

export interface AuditFilter {
  readonly refId?: string;
  readonly act?: string;
  /** Person who acted, `pers_…`. */
  readonly actor?: string;
  readonly cursor?: string;
  readonly limit: number;
}

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
    if (act !== undefined) query.andWhere('entry.act = :act', { act });
    if (actor !== undefined) query.andWhere('entry.actorPerson = :actor', { actor });
    const place = readCursor(cursor, 1);
    if (place) query.andWhere('entry.id < :before', { before: place[0] });
    return keysetPage(await query.getMany(), limit, ({ id }) => [id]);
  }
}
