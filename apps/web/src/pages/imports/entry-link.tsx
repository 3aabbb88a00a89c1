import { Link } from '@tanstack/react-router';
import type { Import } from '../../api/types.js';

/** To the need or the offer that a row is about. */
export function EntryLink({ kind, id, children }: { kind: Import['kind']; id: string; children: string }) {
  const words = <bdi>{children}</bdi>;
  return kind === 'needs' ? (
    <Link to="/needs/$needId" params={{ needId: id }}>
      {words}
    </Link>
  ) : (
    <Link to="/offers/$offerId" params={{ offerId: id }}>
      {words}
    </Link>
  );
}
