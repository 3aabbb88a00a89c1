// Danger: something happened that the inbox has no words for, or a page that keeps the session of somebody who has left open.
import { act, renderHook } from '@testing-library/react';
import { readFileSync } from 'node:fs';
import type { Notification } from '../../api/types.js';
import { ENGLISH_WORDS } from '../../testing/words.js';
import { byDay } from './by-day.js';
import { useAtWork } from './use-at-work.js';

/** Modules have it here. */
const { jest: timers } = import.meta as unknown as { jest: typeof jest };
const MINUTE_MS = 60_000;

it('has words for every kind of notification', () => {
  const contract = JSON.parse(readFileSync('apps/api/openapi.json', 'utf8')) as {
    components: { schemas: { NotificationDto: { properties: { kind: { enum: string[] } } } } };
  };
  const kinds = contract.components.schemas.NotificationDto.properties.kind.enum;
  expect(kinds.length).toBeGreaterThan(20);
  const idOf = (kind: string) => (kind.startsWith('waiting.') ? `inbox.${kind}` : `inbox.kind.${kind}`);
  expect(kinds.map(idOf).filter((id) => !(id in ENGLISH_WORDS))).toEqual([]);
});

it('groups by the day of UTC, in the order in which they came, and what one thing has of a day', () => {
  const news = (createdAt: string, needId: string, more: Partial<Notification> = {}) =>
    ({ id: createdAt, createdAt, need: { id: needId }, matchId: null, ...more }) as Notification;
  const items = [
    news('2026-11-27T00:00:00Z', 'a'),
    news('2026-11-26T23:59:59Z', 'a'),
    news('2026-11-26T22:00:00Z', 'b', { kind: 'match.confirmed', matchId: 'm' }),
    news('2026-11-26T21:00:00Z', 'a', { kind: 'match.pledged', matchId: 'm' }),
    news('2026-11-26T20:00:00Z', 'a', { kind: 'match.confirmed', matchId: 'm' }),
  ] as const;
  const [first, last, ofMatch, pledged, ofMatchBefore] = items;
  expect(byDay(items)).toEqual([
    { day: '2026-11-27', things: [[first]] },
    {
      day: '2026-11-26',
      things: [
        [last, pledged],
        [ofMatch, ofMatchBefore],
      ],
    },
  ]);
});

it('takes somebody for gone five minutes after the last sign of them, until there is another', () => {
  timers.useFakeTimers();
  const { result } = renderHook(useAtWork);
  const pass = (ms: number) => act(() => timers.advanceTimersByTime(ms));
  const press = () => act(() => void dispatchEvent(new KeyboardEvent('keydown')));
  pass(4 * MINUTE_MS);
  press();
  pass(4 * MINUTE_MS);
  expect(result.current).toBe(true);
  pass(2 * MINUTE_MS);
  expect(result.current).toBe(false);
  press();
  expect(result.current).toBe(true);
  timers.useRealTimers();
});
