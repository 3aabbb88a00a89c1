import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, retainSearchParams } from '@tanstack/react-router';
import { NoAnswerError } from './api/problem.js';
import { loadPageWords } from './messages/languages.js';
import { NoSuchPage } from './ui/dead-ends.js';
import { Layout } from './ui/layout.js';

interface RouterContext {
  readonly queries: QueryClient;
}

export const textOrNothing = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/**
 * Loads the code of a page and the words of the pages. The router answers a module that did not arrive by reloading the window, which offline leaves the
 * browser's error page; told as NoAnswerError it becomes `PageFailed`.
 */
export const loading =
  <T>(load: () => Promise<T>) =>
  async (): Promise<T> => {
    try {
      const [page] = await Promise.all([load(), loadPageWords()]);
      return page;
    } catch (cause) {
      throw new NoAnswerError(cause);
    }
  };

export const root = createRootRouteWithContext<RouterContext>()({
  component: Layout,
  notFoundComponent: NoSuchPage,
  // The language of a pasted link stays through the visit.
  validateSearch: (search: Record<string, unknown>): { lang?: string } => ({ lang: textOrNothing(search.lang) }),
  search: { middlewares: [retainSearchParams(['lang'])] },
});
