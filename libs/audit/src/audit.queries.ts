import { Injectable } from '@nestjs/common';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { AuditEntry, AuditSeal } from './audit.entity.js';

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
  /** Newest first. */
  async list(tx: ReadTx, { refId, act, actor, cursor, limit }: AuditFilter): Promise<Page<AuditEntry>> {
    const query = tx
      .createQueryBuilder(AuditEntry, 'entry')
      .leftJoinAndMapOne('entry.seal', AuditSeal, 'seal', 'seal.auditId = entry.id')
      .orderBy('entry.id', 'DESC')
      .limit(limit + 1);
    if (refId !== undefined) query.andWhere('entry.refId = :refId', { refId });
    if (act !== undefined) query.andWhere('entry.act = :act', { act });
    if (actor !== undefined) query.andWhere('entry.actorPerson = :actor', { actor });
    const place = readCursor(cursor, 1);
    if (place) query.andWhere('entry.id < :before', { before: place[0] });
    return keysetPage(await query.getMany(), limit, ({ id }) => [id]);
  }
}
