import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { isStatus, NoAnswerError, ProblemError } from '../api/problem.js';
import { sessionQuery, useRole } from '../api/session.js';
import { Text, useCodeText, useText } from '../messages/text.js';
import { Page } from './page.js';
import { useReaderForm } from './use-reader-form.js';
import { SignInLink } from './sign-in-link.js';

/** The words for an error: a heading, what happened, and the number that support can search for. */
export function useTroubleWords(error: unknown): { title: string; detail: string; reference: string | null } {
  const t = useText();
  const words = useCodeText();
  const role = useRole();
  const inReaderForm = useReaderForm();
  // What the api says of these two speaks to programs: of tokens, and of roles by their codes.
  const detailOf = ({ code, problem }: ProblemError) => {
    if (code === 'unauthenticated') return t('trouble.unauthenticated');
    if (code === 'role-not-permitted' && role) return t('trouble.role-not-permitted', { role: words('role.', role) });
    return inReaderForm(problem.detail ?? '');
  };
  if (error instanceof ProblemError) {
    const known = words('problem.', error.code);
    return {
      title: known === error.code ? error.problem.title : known,
      detail: detailOf(error),
      reference: error.status >= 500 ? (error.problem.instance ?? null) : null,
    };
  }
  if (error instanceof NoAnswerError) {
    return { title: t('trouble.no-answer'), detail: t('trouble.no-answer.detail'), reference: null };
  }
  return { title: t('trouble.unexpected'), detail: t('trouble.unexpected.detail'), reference: null };
}

/** Why a part of the page is not there, and one step that may help. */
export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, detail, reference } = useTroubleWords(error);
  return (
    <div className={isStatus(error, 401) ? 'notice' : 'notice notice-bad'} role="alert">
      <p className="notice-title">{title}</p>
      {detail && <p>{detail}</p>}
      {reference && (
        <p>
          <Text id="trouble.reference" values={{ reference: <code>{reference}</code> }} />
        </p>
      )}
      {isStatus(error, 401, 403, 404) ? <SignInStep /> : retry && <RetryButton retry={retry} />}
    </div>
  );
}

function RetryButton({ retry }: { retry: () => void }) {
  const t = useText();
  return (
    <button type="button" className="button" onClick={retry}>
      {t('action.try-again')}
    </button>
  );
}

/** Offers to sign in to somebody who has not; tells others where to go. */
function SignInStep() {
  const t = useText();
  const session = useQuery(sessionQuery);
  if (session.data) return <Link to="/needs">{t('action.to-needs')}</Link>;
  return <SignInLink className="button" />;
}

/** Says that something is loading, but only when it takes long enough to wonder. */
export function Loading({ what }: { what: string }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return (
    <p className="loading" role="status">
      {slow ? what : ''}
    </p>
  );
}

interface LoadedProps<T> {
  readonly query: UseQueryResult<T>;
  readonly loading: string;
  readonly children: (data: T) => ReactNode;
}

/** A part of a page that hangs on one answer: loading, failed, or there (with a word when it could not be refreshed). */
export function Loaded<T>({ query, loading, children }: LoadedProps<T>) {
  const retry = () => void query.refetch();
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <NotRefreshed error={query.error} since={query.dataUpdatedAt} retry={retry} />}
        {children(query.data)}
      </>
    );
  }
  if (query.isError) return <Trouble error={query.error} retry={retry} />;
  return <Loading what={loading} />;
}

/** Like {@link Loaded} where the whole page hangs on one answer. */
export function LoadedPage<T>({ query, loading, title, children }: LoadedProps<T> & { readonly title: string }) {
  if (query.data !== undefined) return <Loaded query={query} loading={loading} children={children} />;
  return (
    <Page title={title} pending={!query.isError}>
      <Loaded query={query} loading={loading} children={children} />
    </Page>
  );
}

function NotRefreshed({ error, since, retry }: { error: unknown; since: number; retry: () => void }) {
  const t = useText();
  const { title } = useTroubleWords(error);
  const time = new Date(since).toISOString().slice(11, 16);
  return (
    <div className="notice notice-warn no-print" role="status">
      <p>
        <Text id="trouble.not-refreshed" values={{ title, time }} />{' '}
        <button type="button" className="button-link" onClick={retry}>
          {t('action.try-again')}
        </button>
      </p>
    </div>
  );
}
