import type { Invariant } from '#libs/platform';

/** That the chain itself holds is more than SQL can say: {@link verifyChain}. */
export const auditInvariants: readonly Invariant[] = [
  {
    name: 'audit.sealed-or-waiting',
    meaning: 'Every entry of the audit log is sealed or waits to be sealed.',
    sql: `SELECT 'entry ' || l.id || ' is neither sealed nor waiting' AS what FROM audit_log l
           WHERE NOT EXISTS (SELECT FROM audit_seals s WHERE s.audit_id = l.id)
             AND NOT EXISTS (SELECT FROM audit_unsealed u WHERE u.audit_id = l.id)`,
  },
  {
    name: 'audit.seals-have-entries',
    meaning: 'Every seal belongs to an entry of the audit log.',
    sql: `SELECT 'seal ' || s.seq || ' has lost its entry ' || s.audit_id AS what FROM audit_seals s
           WHERE NOT EXISTS (SELECT FROM audit_log l WHERE l.id = s.audit_id)`,
  },
  {
    name: 'audit.numbers-without-gaps',
    meaning: 'Seals are numbered 1, 2, 3 … up to the noted end, and each refers to the one before it.',
    sql: `SELECT CASE WHEN seq IS NULL THEN 'the noted end of the chain is not its last seal'
                      ELSE 'seal ' || seq || ' does not follow the one before it' END AS what
            FROM (SELECT s.seq, s.prev_hash = coalesce(lag(s.hash) OVER (ORDER BY s.seq), repeat('0', 64))
                                AND s.seq = row_number() OVER (ORDER BY s.seq) AS holds
                    FROM audit_seals s
                   UNION ALL
                  SELECT NULL, coalesce((SELECT h.seq = coalesce(last.seq, 0) AND h.hash = coalesce(last.hash, repeat('0', 64))
                                           FROM audit_head h
                                           LEFT JOIN (SELECT seq, hash FROM audit_seals ORDER BY seq DESC LIMIT 1) last
                                             ON true), false)) link
           WHERE NOT holds`,
  },
  {
    name: 'audit.people-are-named',
    meaning: 'An act of a person names the person and the organization; only systems and strangers have none.',
    sql: `SELECT 'entry ' || id || ' by a ' || actor_role || ' names nobody' AS what FROM audit_log
           WHERE actor_role NOT IN ('anonymous', 'system') AND (actor_person = '' OR actor_organization = '')`,
  },
];
