import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { markAllRead, markNotifications } from '../../api/inbox.js';

/** What was marked last, until its time to be taken back is over. */
export interface Marked {
  readonly ids: readonly string[];
  readonly isRead: boolean;
}

/** Marks as read or not, and takes that back. */
export function useMarking() {
  const queries = useQueryClient();
  const [marked, setMarked] = useState<Marked | null>(null);
  const reread = () => queries.invalidateQueries({ queryKey: ['inbox'] });
  const mark = useMutation({
    mutationFn: ({ ids, isRead }: Marked) => markNotifications(ids, isRead),
    onSuccess: (ids, { isRead }) => setMarked(ids.length > 0 ? { ids, isRead } : null),
    onSettled: reread,
  });
  const markAll = useMutation({
    mutationFn: markAllRead,
    onSuccess: (ids) => setMarked(ids.length > 0 ? { ids, isRead: true } : null),
    onSettled: reread,
  });
  const undo = useMutation({
    mutationFn: ({ ids, isRead }: Marked) => markNotifications(ids, !isRead),
    onSuccess: () => setMarked(null),
    onSettled: reread,
  });
  return { marked, over: () => setMarked(null), mark, markAll, undo, error: mark.error ?? markAll.error ?? undo.error };
}
