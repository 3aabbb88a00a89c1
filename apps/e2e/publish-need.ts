import type { ApiClient } from './client.js';
import { IN_A_YEAR } from './days.js';

/** A State files a need, by a day where the content says none; a coordinator takes it up, validates and publishes it. */
export async function publishNeed(state: ApiClient, coordinator: ApiClient, content: object) {
  const done = async (client: ApiClient, path: string, body?: object, version?: number) => {
    const answer = await client.post(path, body, version === undefined ? {} : { ifMatch: version });
    if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  let need = await done(state, '/needs', { neededBy: IN_A_YEAR, ...content });
  need = await done(state, `/needs/${need.id}/submit`, undefined, need.version);
  const authentication = { authentication: 'Filed by the national point of contact' };
  need = await done(coordinator, `/needs/${need.id}/acknowledge`, authentication, need.version);
  need = await done(coordinator, `/needs/${need.id}/validate`, undefined, need.version);
  return done(coordinator, `/needs/${need.id}/publish`, {}, need.version);
}
