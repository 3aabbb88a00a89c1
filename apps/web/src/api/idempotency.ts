import { useRef } from 'react';
import { ProblemError } from './problem.js';

/**
 * A key per request as a person means it: sending the same again (a second press, a lost answer) is the same request, any
 * other content is a new one.
 */
export function useIdempotencyKey(): (content: unknown) => string {
  const last = useRef({ content: '', key: '' });
  return (content) => {
    const text = JSON.stringify(content);
    if (last.current.content !== text) last.current = { content: text, key: newKey() };
    return last.current.key;
  };
}

/**
 * Sends what a person wrote on a version that they saw. What was sent and not answered goes out again as it was, with its key and
 * its version, although the page may have read a newer one meanwhile: the api answers what it answered then.
 */
export function useOneRequest<Seen>(): <T>(
  seen: Seen,
  content: unknown,
  send: (seen: Seen, key: string) => Promise<T>,
) => Promise<T> {
  const unanswered = useRef<{ text: string; seen: Seen; key: string } | null>(null);
  return async (seen, content, send) => {
    const text = JSON.stringify(content);
    if (unanswered.current?.text !== text) unanswered.current = { text, seen, key: newKey() };
    const { current } = unanswered;
    try {
      const answered = await send(current.seen, current.key);
      unanswered.current = null;
      return answered;
    } catch (error) {
      const isRefused = error instanceof ProblemError && error.problem.status < 500;
      if (isRefused) unanswered.current = null;
      throw error;
    }
  };
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
