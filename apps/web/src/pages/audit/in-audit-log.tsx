import { Link } from '@tanstack/react-router';
import type { AuditFilter } from '../../api/audit.js';
import { READS_AUDIT, useRole } from '../../api/session.js';
import { useText } from '../../messages/text.js';

/** For those who read the audit log: the way to what it says of one thing, or of what one person did. */
export function InAuditLog({ of }: { of: Pick<AuditFilter, 'refId'> | Pick<AuditFilter, 'actor'> }) {
  const t = useText();
  const role = useRole();
  if (!role || !READS_AUDIT.includes(role)) return null;
  return (
    <p className="no-print">
      <Link to="/audit" search={of}>
        {t('refId' in of ? 'audit.of-thing' : 'audit.of-person')}
      </Link>
    </p>
  );
}
