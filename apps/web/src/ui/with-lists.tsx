import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { areasQuery } from '../api/reference.js';
import { useText } from '../messages/text.js';
import { Loading, Trouble } from './trouble.js';

/** A form stands once its lists of choices are there, so that what was typed before finds its place. */
export function WithLists({ lists, children }: { lists: readonly unknown[]; children: ReactNode }) {
  const t = useText();
  const loaded = useQueries({ queries: lists as (typeof areasQuery)[] });
  const failed = loaded.find(({ isError }) => isError);
  if (failed) return <Trouble error={failed.error} retry={() => void failed.refetch()} />;
  return loaded.every(({ data }) => data !== undefined) ? children : <Loading what={t('form.loading')} />;
}
