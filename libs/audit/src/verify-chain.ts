import type { ReadTx } from '#libs/platform';
import { CHAIN_COLUMNS } from './chain.columns.js';
import { GENESIS_HASH, linkHash, type ChainEntry, type ChainHead } from './chain.rules.js';

const PAGE_ROWS = 5_000;
const FAULTS_MAX = 100;

export interface ChainReport {
  readonly entries: number;
  readonly head: ChainHead;
  /** What is broken, in words; at most 100. Empty: the chain holds. */
  readonly faults: readonly string[];
}

interface Link {
  readonly seq: string;
  readonly auditId: string;
  readonly prevHash: string;
  readonly hash: string;
}

/**
 * Walks the whole chain and finds any entry that was edited, removed, added, moved or cut off since it was sealed.
 * Somebody who owns the database can rewrite all of it, end included; against that, compare with a `known` head that was
 * noted outside (the worker logs each one).
 */
export async function verifyChain(tx: ReadTx, { known }: { known?: ChainHead } = {}): Promise<ChainReport> {
  const faults: string[] = [];
  let head: ChainHead = { seq: '0', hash: GENESIS_HASH };
  let entries = 0;
  let knownSeen = known === undefined || known.seq === '0';
  for (;;) {
    const links = await tx.query<(Link & ChainEntry)[]>(
      `SELECT s.seq, s.audit_id AS "auditId", s.prev_hash AS "prevHash", s.hash, ${CHAIN_COLUMNS}
         FROM audit_seals s LEFT JOIN audit_log l ON l.id = s.audit_id
        WHERE s.seq > $1 ORDER BY s.seq LIMIT $2`,
      [head.seq, PAGE_ROWS],
    );
    for (const link of links) {
      const fault = faultOf(link, head);
      if (fault) faults.push(fault);
      head = { seq: link.seq, hash: link.hash };
      entries += 1;
      if (known?.seq === link.seq) {
        knownSeen = true;
        if (known.hash !== link.hash) faults.push(`Entry ${link.seq} has another hash than was noted outside.`);
      }
    }
    if (links.length < PAGE_ROWS || faults.length >= FAULTS_MAX) break;
  }
  if (!knownSeen) faults.push(`The chain ends at ${head.seq}, before entry ${known?.seq} that was noted outside.`);
  faults.push(...(await faultsOfEnd(tx, head)));
  return { entries, head, faults: faults.slice(0, FAULTS_MAX) };
}

function faultOf(link: Link & ChainEntry, before: ChainHead): string | null {
  const seq = BigInt(link.seq);
  if (seq !== BigInt(before.seq) + 1n) return `Between ${before.seq} and ${link.seq} entries are missing.`;
  if (link.id === null) return `Entry ${link.seq} (${link.auditId}) was removed from the log.`;
  if (link.prevHash !== before.hash) return `Entry ${link.seq} (${link.auditId}) does not follow the one before it.`;
  if (linkHash(before.hash, seq, link) !== link.hash) {
    return `Entry ${link.seq} (${link.auditId}) was changed after it was sealed.`;
  }
  return null;
}

async function faultsOfEnd(tx: ReadTx, last: ChainHead): Promise<string[]> {
  const faults: string[] = [];
  const [noted] = await tx.query<(ChainHead | undefined)[]>('SELECT seq, hash FROM audit_head');
  if (!noted) faults.push('The noted end of the chain was removed.');
  else if (noted.seq !== last.seq || noted.hash !== last.hash) {
    faults.push(`The chain ends at ${last.seq}, but ${noted.seq} was sealed last.`);
  }
  const lost = await tx.query<{ id: string }[]>(
    `SELECT l.id FROM audit_log l
      WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = l.id)
        AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.audit_id = l.id)
      ORDER BY l.id LIMIT $1`,
    [FAULTS_MAX],
  );
  return [...faults, ...lost.map(({ id }) => `${id} is in the log but neither sealed nor waiting to be sealed.`)];
}
