import { MATCH_VERBS } from '#libs/matching';
import { NEED_VERBS } from '#libs/needs';
import { EVENT_CONSUMERS, type EventType } from '#libs/platform';
import { newsOf } from './notification.rules.js';

const told = Object.entries(EVENT_CONSUMERS)
  .filter(([, consumers]) => (consumers as readonly string[]).includes('notifications.tell'))
  .map(([event]) => event as EventType);

it.each(told)('%s, of which people are told, has news for somebody', (event) => {
  const news = newsOf(event, {
    isRevisionPublished: true,
    isRevisionOfSites: false,
    isFromCoordinator: true,
    isFromStateConcerned: false,
  });
  expect(news.flatMap(({ to }) => to)).not.toEqual([]);
});

it.each(Object.entries({ ...NEED_VERBS, ...MATCH_VERBS }))('of the move %s people are told', (_, { event }) => {
  expect(told).toContain(event);
});

it('an event that nobody is told of is a fault', () => {
  const circumstances = {
    isRevisionPublished: false,
    isRevisionOfSites: false,
    isFromCoordinator: false,
    isFromStateConcerned: false,
  };
  expect(() => newsOf('need.changed', circumstances)).toThrow('need.changed tells nobody anything.');
});

it('a change that was declined is news for the people of the need alone', () => {
  const circumstances = {
    isRevisionPublished: false,
    isRevisionOfSites: false,
    isFromCoordinator: true,
    isFromStateConcerned: false,
  };
  expect(newsOf('need.revised', circumstances)).toEqual([{ kind: 'need.revision-declined', to: ['own'] }]);
});

it.each([
  [true, false, ['own', 'concerned']],
  [false, false, ['coordinators']],
  [false, true, ['own', 'coordinators']],
])('a message by a coordinator (%s) or the State concerned (%s) goes to the others', (byOffice, byState, to) => {
  const circumstances = {
    isRevisionPublished: false,
    isRevisionOfSites: false,
    isFromCoordinator: byOffice,
    isFromStateConcerned: byState,
  };
  expect(newsOf('need.message-sent', circumstances)).toMatchObject([{ to }]);
});

it('a change of sites alone is news for its own people only', () => {
  const circumstances = {
    isRevisionPublished: true,
    isRevisionOfSites: true,
    isFromCoordinator: false,
    isFromStateConcerned: false,
  };
  expect(newsOf('need.revised', circumstances)).toEqual([{ kind: 'need.revised', to: ['own'] }]);
});
