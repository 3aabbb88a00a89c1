import { MATCH_VERBS } from '#libs/matching';
import { NEED_VERBS } from '#libs/needs';
import { EVENT_CONSUMERS, type EventType } from '#libs/platform';
import { OFFER_VERBS } from '#libs/offers';
import { newsOf, NOTHING_SPECIAL } from './notification.rules.js';

const told = Object.entries(EVENT_CONSUMERS)
  .filter(([, consumers]) => (consumers as readonly string[]).includes('notifications.tell'))
  .map(([event]) => event as EventType);

it.each(told)('%s, of which people are told, has news for somebody', (event) => {
  const news = newsOf(event, { ...NOTHING_SPECIAL, isRevisionPublished: true, isFromCoordinator: true });
  expect(news.flatMap(({ to }) => to)).not.toEqual([]);
});

it.each(Object.entries({ ...NEED_VERBS, ...MATCH_VERBS }))('of the move %s people are told', (_, { event }) => {
  expect(told).toContain(event);
});

it.each(Object.entries(OFFER_VERBS).filter(([, { to }]) => to !== 'published'))(
  'of the move %s of an offer, which ends it or takes it off the table, people are told',
  (_, { event }) => {
    expect(told).toContain(event);
  },
);

it('an event that nobody is told of is a fault', () => {
  expect(() => newsOf('need.changed', NOTHING_SPECIAL)).toThrow('need.changed tells nobody anything.');
});

it('a change that was declined is news for the people of the need alone', () => {
  const circumstances = { ...NOTHING_SPECIAL, isFromCoordinator: true };
  expect(newsOf('need.revised', circumstances)).toEqual([{ kind: 'need.revision-declined', to: ['own'] }]);
});

it.each([
  [true, false, ['own', 'concerned']],
  [false, false, ['coordinators']],
  [false, true, ['own', 'coordinators']],
])('a message by a coordinator (%s) or the State concerned (%s) goes to the others', (byOffice, byState, to) => {
  const circumstances = { ...NOTHING_SPECIAL, isFromCoordinator: byOffice, isFromStateConcerned: byState };
  expect(newsOf('need.message-sent', circumstances)).toMatchObject([{ to }]);
});

it('a change of sites alone is news for those alone who are told sites', () => {
  const circumstances = { ...NOTHING_SPECIAL, isRevisionPublished: true, isRevisionOfSites: true };
  expect(newsOf('need.revised', circumstances)).toContainEqual({
    kind: 'need.revised',
    to: ['own', 'concerned', 'site-readers'],
  });
});
