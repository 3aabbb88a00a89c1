import type { ApiClient } from '../client.js';
import { mailsTo } from '../mails.js';
import type { System } from '../system.js';

/** Addresses that answer without an id of anything but these offers; some search for the word. */
export async function outletsOf(house: System, word: string, offerIds: readonly string[]): Promise<string[]> {
  const { body: document } = await house.anonymous.get('/openapi.json');
  const plain = Object.entries<Record<string, unknown>>(document.paths)
    .filter(([path, operations]) => 'get' in operations && !path.includes('{'))
    .map(([path]) => path.replace('/api/v1', ''))
    // When one's own session was used last is news of nobody else.
    .filter((path) => !/^\/(session|account)/.test(path));
  const searched = ['/needs', '/needs/facets', '/needs/map', '/needs/matrix', '/offers/facets'].map(
    (path) => `${path}?q=${word}`,
  );
  const ofOffers = ['/offers?limit=100&total=true', '/offers?availableTo=0', '/offers/facets?state=exhausted'];
  const single = offerIds.map((id) => `/offers/${id}`);
  const files = ['/needs/export?format=csv', '/offers/export?format=csv'];
  return [...plain, ...searched, ...ofOffers, ...single, ...files, '/needs?sort=largest-gap'];
}

/** Each problem document has a number of its own, which says nothing. */
const told = (body: unknown) => JSON.stringify(body).replace(/"instance":"[^"]*"/, '');

/** What a person learns at each of the addresses, and what the follower is sent. */
export async function knowledgeOf(house: System, outlets: readonly string[], client: ApiClient): Promise<string[]> {
  const answers = outlets.map(async (path) => {
    const { status, body } = await client.get(path);
    return `${path} ${status} ${told(body)}`;
  });
  return [...(await Promise.all(answers)), ...(await mailsTo(house, 'donor-japan@demo.example'))];
}

/** What is answered to who asks for a need, its pages and its acts by its id. */
export async function answersAbout(client: ApiClient, id: string): Promise<string[]> {
  const pages = ['', '/messages', '/revisions', '/pledges', '/candidates', '/duplicates'].map(
    (page) => `/needs/${id}${page}`,
  );
  const searches = [`/matches?needId=${id}`, `/audit?refId=${id}`, `/needs?id=${id}`];
  const answers = [...pages, ...searches].map(async (path) => {
    const { status, body } = await client.get(path);
    return `${path} ${status} ${told(body)}`.replaceAll(id, 'ID');
  });
  return Promise.all(answers);
}
