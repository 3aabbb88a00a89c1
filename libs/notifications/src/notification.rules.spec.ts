import { EVENT_CONSUMERS, type EventType } from '#libs/platform';
import { newsOf } from './notification.rules.js';

const told = Object.entries(EVENT_CONSUMERS)
  .filter(([, consumers]) => (consumers as readonly string[]).includes('notifications.tell'))
  .map(([event]) => event as EventType);

it.each(told)('%s, of which people are told, has news for somebody', (event) => {
  const news = newsOf(event, { isRevisionPublished: true, isRevisionOfSites: false, isFromCoordinator: true });
  expect(news.flatMap(({ to }) => to)).not.toEqual([]);
});

it('an event that nobody is told of is a fault', () => {
  const circumstances = { isRevisionPublished: false, isRevisionOfSites: false, isFromCoordinator: false };
  expect(() => newsOf('need.changed', circumstances)).toThrow('need.changed tells nobody anything.');
});

it('a change that was declined is news for the people of the need alone', () => {
  const circumstances = { isRevisionPublished: false, isRevisionOfSites: false, isFromCoordinator: true };
  expect(newsOf('need.revised', circumstances)).toEqual([{ kind: 'need.revision-declined', to: ['own'] }]);
});

it.each([
  [true, ['own']],
  [false, ['coordinators']],
])('a message by a coordinator (%s) goes to the other side', (isFromCoordinator, to) => {
  expect(
    newsOf('need.message-sent', { isRevisionPublished: false, isRevisionOfSites: false, isFromCoordinator }),
  ).toMatchObject([{ to }]);
});

it('a change of sites alone is news for its own people only', () => {
  const circumstances = { isRevisionPublished: true, isRevisionOfSites: true, isFromCoordinator: false };
  expect(newsOf('need.revised', circumstances)).toEqual([{ kind: 'need.revised', to: ['own'] }]);
});
