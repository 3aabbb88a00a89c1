import { newId } from '#libs/kernel';
import type { Caller, Subject, World } from './subjects.js';

/** Matches in kind and their deliveries, by the acts of people who may. */
export const DELIVERY_RECIPES = {
  'confirmed match in kind': { owner: 'parties', make: confirmedInKind },
  'match under way': { owner: 'parties', make: underWay },
  'partly delivered match': { owner: 'parties', make: (world: World) => delivered(world) },
  'accepted delivery': { owner: 'parties', make: accepted },
  'returned delivery': { owner: 'parties', make: returned },
  'recorded delivery': { owner: 'parties', make: (world: World) => delivered(world) },
} as const;

const PLANNED_ON = '2099-12-31';
const MEASURE = { unit: 'machine' };

async function post(caller: Caller, path: string, body?: object, version?: number): Promise<Subject> {
  const options = { idempotencyKey: newId('key'), ...(version !== undefined && { ifMatch: version }) };
  const answer = await caller.client.post<Subject>(path, body, options);
  if (answer.status >= 300) throw new Error(`POST ${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function confirmedInKind(world: World): Promise<Subject> {
  const state = world.caller('focal-point', 'state');
  const donor = world.caller('donor', 'donor');
  const coordinator = world.caller('coordinator', 'elsewhere');
  const item = {
    ...{ categoryCode: 'MARK', typeCode: 'equipment', measure: MEASURE, requested: '10' },
    description: 'Marking machines with their spare needles',
  };
  const input = {
    ...{ title: 'Machines', areaIso2: 'HT', summary: 'A reason.' },
    ...{ neededBy: '2099-06-30', visibility: 'parties-only', items: [item] },
  };
  let need = await post(state, '/needs', input);
  const step = async (caller: Caller, verb: string, body?: object) => {
    need = await post(caller, `/needs/${need.id}/${verb}`, body, Number(need.version));
  };
  await step(state, 'submit');
  await step(coordinator, 'acknowledge', { authentication: 'By note.' });
  await step(coordinator, 'validate');
  await step(coordinator, 'publish');
  const draft = {
    ...{ title: 'Machines', kind: 'in-kind', typeCodes: ['equipment'], measure: MEASURE, capacity: '10' },
    visibility: 'private',
  };
  const offer = await post(donor, '/offers', draft);
  await post(donor, `/offers/${offer.id}/publish`, undefined, Number(offer.version));
  const [{ id: needItemId }] = need.items as unknown as [{ id: string }];
  let match = await post(coordinator, '/matches', { needItemId, offerId: offer.id, amount: '10' });
  const path = `/matches/${match.id}`;
  match = await post(coordinator, `${path}/review`, { decision: 'accept' }, Number(match.version));
  match = await post(state, `${path}/consent`, undefined, Number(match.version));
  match = await post(donor, `${path}/consent`, undefined, Number(match.version));
  return { id: match.id!, version: match.version!, matchId: match.id! };
}

async function underWay(world: World): Promise<Subject> {
  const { id, version } = await confirmedInKind(world);
  const donor = world.caller('donor', 'donor');
  const plan = { plannedOn: PLANNED_ON };
  const after = await post(donor, `/matches/${id}/start-delivery`, plan, Number(version));
  return { id: id!, version: after.version!, today: new Date().toISOString().slice(0, 10) };
}

async function delivered(world: World): Promise<Subject> {
  const { id, version, today } = await underWay(world);
  const record = { quantity: '6', deliveredOn: today };
  const donor = world.caller('donor', 'donor');
  const after = await post(donor, `/matches/${id}/deliveries`, record, Number(version));
  const [{ id: deliveryId }] = after.items as unknown as [{ id: string }];
  return { id: id!, version: after.version!, deliveryId };
}

async function accepted(world: World): Promise<Subject> {
  const { id, version, deliveryId } = await delivered(world);
  const state = world.caller('focal-point', 'state');
  const path = `/matches/${id}/deliveries/${deliveryId}/accept`;
  const after = await post(state, path, { accepted: '5', reason: 'One is broken.' }, Number(version));
  return { id: id!, version: after.version!, deliveryId: deliveryId! };
}

async function returned(world: World): Promise<Subject> {
  const { id, version, deliveryId } = await delivered(world);
  const path = `/matches/${id}/deliveries/${deliveryId}/return`;
  const after = await post(world.caller('focal-point', 'state'), path, { reason: 'Broken.' }, Number(version));
  return { id: id!, version: after.version!, deliveryId: deliveryId! };
}
