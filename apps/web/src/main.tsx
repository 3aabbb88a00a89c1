import './ui/tokens.css';
import './ui/base.css';
import './ui/parts.css';
import './ui/print.css';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { IntlProvider } from 'react-intl';
import { nameMembership } from './api/client.js';
import { isOtherMembership, isSessionEnd, isStatus, NoAnswerError } from './api/problem.js';
import { sessionNews, sessionQuery } from './api/session.js';
import { negotiate, shownWords } from './messages/languages.js';
import { createAppRouter } from './router.js';
import { useSharedValue } from './shared-value.js';

const RETRIES_MAX = 2;

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSession }),
  mutationCache: new MutationCache({ onError: noticeSession }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      // Offline is an answer too: it is shown, not waited for.
      networkMode: 'always',
      // By itself this mode asks nothing again when the connection is back.
      refetchOnReconnect: true,
      retry: (failures, error) =>
        failures < RETRIES_MAX && (error instanceof NoAnswerError || isStatus(error, 502, 503, 504)),
    },
    mutations: { networkMode: 'always' },
  },
});

nameMembership(() => queries.getQueryData(sessionQuery.queryKey)?.membershipId);

/**
 * Signed in as far as this page knows, yet refused: the session ended, or is somebody else's. Whoever never signed in is asked
 * to, in place.
 */
function noticeSession(error: Error) {
  if (isSessionEnd(error) && queries.getQueryData(sessionQuery.queryKey)) sessionNews.set('ended');
  if (isOtherMembership(error)) void queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
}

const language = negotiate(new URLSearchParams(location.search).get('lang'));
document.documentElement.lang = language.words;
document.documentElement.dir = language.dir;

const router = createAppRouter(queries);

function App() {
  return (
    <IntlProvider locale={language.format} messages={useSharedValue(shownWords)}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </IntlProvider>
  );
}

const app = document.getElementById('app');
if (app === null) throw new Error('index.html has no #app');
createRoot(app).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
