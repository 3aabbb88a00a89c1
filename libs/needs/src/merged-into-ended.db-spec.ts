// Danger: a need dies silently with the one that it was merged into, and nobody can give it back to who asked for it.
import { Audit } from '#libs/audit';
import { Outbox } from '#libs/platform';
import { NeedExpiryService } from './need-expiry.service.js';
import { NeedMergeService } from './need-merge.service.js';
import { needsWorld } from './needs.fixtures.js';

const world = needsWorld();
const merges = new NeedMergeService(new Audit(), new Outbox());
const HERE = { areaIso2: 'AG' };
const expiry = new NeedExpiryService(new Audit(), new Outbox());

const merge = (needId: string, into: string) =>
  world.judge(needId, (tx, seen) => merges.merge(tx, seen, into, 'Filed twice'));
const takeApart = (needId: string) => world.judge(needId, (tx, seen) => merges.takeApart(tx, seen, 'It still stands'));

async function expire(needId: string): Promise<void> {
  await world.db.asOwner('UPDATE needs SET valid_until = current_date - 100 WHERE id = $1', [needId]);
  await world.run(world.db.actor, (tx) => expiry.expire(tx));
}
const asState = (verb: 'withdraw' | 'close') => async (needId: string) => {
  const seen = await world.seen(needId);
  await world.run(world.stateA, (tx) => world.life[verb](tx, seen, 'No longer'));
};

it.each([
  ['withdrawn', asState('withdraw')],
  ['closed-partly', asState('close')],
  ['expired', expire],
] as const)(
  'that the need in its place is %s is told of each merged need, which is then given back',
  async (state, end) => {
    const [needId, other, into] = [
      await world.published(HERE, world.stateB),
      await world.submitted(HERE, world.stateB),
      await world.published(HERE),
    ];
    for (const one of [needId, other]) await merge(one, into);
    await end(into);
    expect((await world.need(into)).state).toBe(state);
    for (const one of [needId, other]) expect((await world.events(one)).at(-1)).toBe('need.merged-into-ended');
    const { mergedInto } = await world.run(world.stateB, (tx) => world.queries.get(tx, needId));
    expect(mergedInto?.id).toBe(into);
    for (const one of [needId, other]) await takeApart(one);
    expect([(await world.need(needId)).state, (await world.need(other)).state]).toEqual(['published', 'submitted']);
  },
);

it('a coordinator takes off or rejects no need that took others in, before they are taken apart', async () => {
  const [needId, into] = [await world.published(HERE, world.stateB), await world.published(HERE)];
  await merge(needId, into);
  const unpublish = () => world.judge(into, (tx, seen) => world.review.unpublish(tx, seen, 'Wait'));
  await expect(unpublish()).rejects.toMatchObject({ code: 'need-keeps-others' });
  await takeApart(needId);
  await unpublish();

  const [submitted, reviewed] = [await world.submitted(HERE, world.stateB), await world.underReview(HERE)];
  await merge(submitted, reviewed);
  const reject = () => world.judge(reviewed, (tx, seen) => world.review.reject(tx, seen, 'Not ours'));
  await expect(reject()).rejects.toMatchObject({ code: 'need-keeps-others' });
  await takeApart(submitted);
  await reject();
});
