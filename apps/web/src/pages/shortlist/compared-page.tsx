import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isStatus } from '../../api/problem.js';
import { useText } from '../../messages/text.js';
import { Page } from '../../ui/page.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { COMPARED_MIN } from './compared.js';

interface ComparedPageProps<T> {
  readonly title: string;
  /** The way back to the list, where what is chosen stays chosen. */
  readonly list: ReactNode;
  readonly answers: readonly UseQueryResult<T>[];
  readonly words: {
    readonly loading: string;
    /** So many are not open to the reader. */
    readonly hidden: (count: number) => string;
    readonly howMany: string;
  };
  readonly children: (things: readonly T[]) => ReactNode;
}

/** A page that puts some of a list side by side; it says which it cannot show, and when there is too little. */
export function ComparedPage<T>({ title, list, answers, words, children }: ComparedPageProps<T>) {
  const t = useText();
  const things = answers.flatMap(({ data }) => (data ? [data] : []));
  const hidden = answers.filter(({ error }) => isStatus(error, 404)).length;
  const failed = answers.find(({ error }) => error && !isStatus(error, 404));
  const isPending = answers.some((one) => one.isPending);
  return (
    <Page title={title} trail={list}>
      {isPending && <Loading what={words.loading} />}
      {failed && <Trouble error={failed.error} retry={() => void failed.refetch()} />}
      {hidden > 0 && <p className="notice">{words.hidden(hidden)}</p>}
      {!isPending && !failed && things.length < COMPARED_MIN && (
        <div className="notice">
          <p className="notice-title">{t('compare.too-few')}</p>
          <p>
            {words.howMany} {list}
          </p>
        </div>
      )}
      {things.length >= COMPARED_MIN && children(things)}
    </Page>
  );
}
