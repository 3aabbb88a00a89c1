import { REASON } from './permissions/row.js';
import type { Subject, World } from './subjects.js';

/** What a write is asked to do, where the subject and the body of its permission row are the smallest there are. */
export interface Larger {
  readonly subject?: Subject;
  readonly body?: object;
}

/** Needs and offers with several matches, pledges, questions and merged needs, wherever a write goes through these. */
export const MARKET_SUBJECTS: Readonly<Record<string, (world: World) => Promise<Larger>>> = {
  'POST /needs/:id/return': async ({ parts }) => ({
    body: { questions: Array.from({ length: parts }, (_, item) => ({ about: `items.${item}`, body: 'How many?' })) },
  }),
  'POST /needs/:id/withdraw': async (world) => ({ subject: await keepsOthers(world, await matchedNeed(world)) }),
  'POST /needs/:id/close': async (world) => ({ subject: await keepsOthers(world, await matchedNeed(world)) }),
  'POST /needs/:id/unpublish': async (world) => ({ subject: await matchedNeed(world) }),
  'POST /needs/:id/show-to': async (world) => ({
    subject: await matchedNeed(world),
    body: { visibility: 'coordinators', ...REASON },
  }),
  'POST /needs/:id/items/:itemId/waive': async (world) => ({
    subject: await matchedNeed(world),
    body: { waived: '5000', ...REASON },
  }),
  'PATCH /needs/:id/items/:itemId': async (world) => ({ subject: await matchedNeed(world) }),
  'POST /needs/:id/revisions/:revisionId/publish': async (world) => {
    const need = await matchedNeed(world);
    const input = { title: 'Other words', ...REASON };
    const { id: revisionId } = await world.act('focal-point', 'state', `/needs/${need.id}/revisions`, input, {
      ifMatch: Number(need.version),
    });
    return { subject: { ...need, revisionId: revisionId! } };
  },
  'POST /needs/:id/merge': async (world) => {
    const { id: otherId } = await world.need('published');
    return { subject: { ...(await pledgedNeed(world)), otherId: otherId! } };
  },
  'POST /needs/:id/take-apart': async (world) => ({ subject: await world.mergedNeed(await pledgedNeed(world)) }),
  'POST /needs/:id/publish': async (world) => {
    const { id, version } = await matchedNeed(world);
    const options = { ifMatch: Number(version) };
    return { subject: await world.act('coordinator', 'elsewhere', `/needs/${id}/unpublish`, REASON, options) };
  },
  'PATCH /offers/:id': async (world) => ({ subject: await matchedOffer(world) }),
  'POST /offers/:id/unpublish': async (world) => ({ subject: await matchedOffer(world) }),
  'POST /offers/:id/reduce': async (world) => ({ subject: await matchedOffer(world) }),
  'POST /offers/:id/withdraw': async (world) => ({ subject: await matchedOffer(world) }),
  'POST /matches/:id/agreement': async (world) => {
    const offer = await matchedOffer(world);
    return { subject: await world.match('confirmed', { offer }) };
  },
};

/** To which several donors pledged, one item and one match each. */
async function pledgedNeed(world: World): Promise<Subject> {
  const need = await world.need('published');
  for (let i = 0; i < world.parts; i += 1) await world.pledge(Promise.resolve(need));
  return need;
}

/** With pledges that wait for their review, and matches to which one party has consented. */
async function matchedNeed(world: World): Promise<Subject> {
  const need = await pledgedNeed(world);
  for (let i = 0; i < world.parts; i += 1) await world.match('half-consented', { need });
  return need;
}

/** With matches to several needs, to which one party has consented. */
async function matchedOffer(world: World): Promise<Subject> {
  const offer = await world.offer('published');
  for (let i = 0; i < world.parts; i += 1) await world.match('half-consented', { offer });
  return offer;
}

/** Others are merged into it. */
async function keepsOthers(world: World, need: Subject): Promise<Subject> {
  for (let i = 0; i < world.parts; i += 1) await world.mergedNeed(await world.need('published'), need);
  const { body } = await world.caller('coordinator', 'elsewhere').client.get<Subject>(`/needs/${need.id}`);
  return { ...need, version: body.version! };
}
