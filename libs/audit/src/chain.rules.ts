import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** What the first link refers back to. */
export const GENESIS_HASH = '0'.repeat(64);

/** One entry as the chain sees it: every column as the exact text that the database gives, so that nothing is rounded. */
export interface ChainEntry {
  readonly id: string;
  /** Seconds since 1970 with microseconds. */
  readonly at: string;
  readonly actorRole: string;
  readonly actorPerson: string;
  readonly actorOrganization: string;
  readonly actorLabel: string;
  readonly act: string;
  readonly refType: string;
  readonly refId: string;
  readonly organizationId: string | null;
  /** JSON text. */
  readonly payload: string;
}

export interface ChainHead {
  /** Decimal number of the last sealed entry; `0` for an empty chain. */
  readonly seq: string;
  readonly hash: string;
}

/** SHA-256 (hex) over the canonical JSON (RFC 8785) of an entry, its number and the hash before it. */
export function linkHash(before: string, seq: bigint, entry: ChainEntry): string {
  const { id, at, actorRole, actorPerson, actorOrganization, actorLabel } = entry;
  const { act, refType, refId, organizationId, payload } = entry;
  const link = canonicalize({
    prevHash: before,
    seq: seq.toString(),
    ...{ id, at, actorRole, actorPerson, actorOrganization, actorLabel },
    ...{ act, refType, refId, organizationId, payload },
  });
  return createHash('sha256')
    .update(link ?? '')
    .digest('hex');
}
