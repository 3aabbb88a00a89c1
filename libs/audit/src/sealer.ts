import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/platform';
import { CHAIN_COLUMNS } from './chain.columns.js';
import { linkHash, type ChainEntry, type ChainHead } from './chain.rules.js';

const BATCH_MAX = 5_000;

export interface Sealing {
  /** Entries sealed now; committed with the caller's transaction. */
  readonly sealed: number;
  /** The end of the chain before this run, known to be committed; null when another sealer was at work. */
  readonly before: ChainHead | null;
}

/**
 * Numbers committed entries without gaps and chains each to the one before. The order is that of sealing, so an entry whose
 * transaction commits late gets a later number and is never passed over. Any number of workers may call it.
 */
@Injectable()
export class Sealer {
  async seal(tx: Tx): Promise<Sealing> {
    const [before] = await tx.query<(ChainHead | undefined)[]>(
      'SELECT seq, hash FROM audit_head FOR UPDATE SKIP LOCKED',
    );
    if (!before) return { sealed: 0, before: null };
    const waiting = await tx.query<{ id: string }[]>(
      'SELECT audit_id AS id FROM audit_unsealed ORDER BY audit_id LIMIT $1',
      [BATCH_MAX],
    );
    if (waiting.length === 0) return { sealed: 0, before };
    const entries = await tx.query<ChainEntry[]>(
      `SELECT ${CHAIN_COLUMNS} FROM audit_log l
        WHERE l.id = ANY($1) AND NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = l.id)
        ORDER BY l.at, l.id`,
      [waiting.map(({ id }) => id)],
    );
    if (entries.length === 0) return { sealed: 0, before };

    let seq = BigInt(before.seq);
    let hash = before.hash;
    const seals = entries.map((entry) => {
      const prevHash = hash;
      seq += 1n;
      hash = linkHash(prevHash, seq, entry);
      return { seq: seq.toString(), audit_id: entry.id, prev_hash: prevHash, hash };
    });
    await tx.query(
      `INSERT INTO audit_seals (seq, audit_id, prev_hash, hash)
       SELECT seq, audit_id, prev_hash, hash FROM jsonb_to_recordset($1::jsonb)
         AS seal (seq bigint, audit_id text, prev_hash text, hash text)`,
      [JSON.stringify(seals)],
    );
    await tx.query('DELETE FROM audit_unsealed WHERE audit_id = ANY($1)', [entries.map(({ id }) => id)]);
    await tx.query('UPDATE audit_head SET seq = $1, hash = $2', [seq.toString(), hash]);
    return { sealed: seals.length, before };
  }
}
