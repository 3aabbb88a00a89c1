import { newId } from '#libs/kernel';
import type { TestDatabase } from '#libs/platform';
import { API_PREFIX } from '#libs/platform/http';
import { ApiClient } from '../client.js';
import { addMember, givePassword, openSessionOf, type Member } from '../people.js';
import type { System } from '../system.js';
import { PASSWORD, type RouteRow } from './permissions/row.js';
import { upload } from './recipes.js';
import { unique, type Caller, type Subject } from './subjects.js';

/** Puts the values of a subject where a row says `$name` or `:name`. */
function filled(text: string, subject: Subject, mark: '$' | ':'): string {
  return text.replace(new RegExp(`\\${mark}([a-zA-Z]+)`, 'g'), (_, name: string) => {
    const value = name === 'unique' ? unique() : subject[name];
    if (value === undefined) throw new Error(`The subject has no ${name}.`);
    return String(value);
  });
}

/** What a route does to sessions or accounts must not end or change those of the other calls. */
export async function credentialsFor(
  { db }: System,
  { route }: RouteRow,
  { client, member }: Caller,
): Promise<Record<string, string>> {
  if (route.includes(' /account') && route !== 'DELETE /account/sessions/:id') {
    const alike = await addMember(db, member.organizationId, member.role);
    await givePassword(db, alike, PASSWORD);
    if (route.endsWith('/send-again')) await awaitAddress(db, alike);
    return openSessionOf(db, alike);
  }
  return / \/(session|invitations\/accept)/.test(route) ? openSessionOf(db, member) : { ...client.credentials };
}

/** They asked for another address and have not followed the link yet; nobody near them asked for too many. */
async function awaitAddress(db: TestDatabase, { personId }: Member): Promise<void> {
  await db.asOwner('DELETE FROM sign_in_attempts');
  await db.asOwner(
    `INSERT INTO email_changes (id, person_id, old_email, new_email, expires_at)
     VALUES ($1, $2, 'old@example.org', 'new@example.org', now() + interval '1 hour')`,
    [newId('emc'), personId],
  );
}

/** An API token of the caller, which may do what the caller may where no session is needed. */
export async function tokenOf({ db, baseUrl }: System, { member }: Caller): Promise<Record<string, string>> {
  const client = new ApiClient(baseUrl, await openSessionOf(db, member));
  const { body } = await client.post<{ token: string }>('/api-tokens', { name: 'program' });
  return { Authorization: `Bearer ${body.token}` };
}

/** Asks the route of a row for a subject, as whoever the credentials are of. */
export async function sendRow(
  { baseUrl }: System,
  { route, query, body, ...row }: RouteRow,
  subject: Subject,
  credentials: Record<string, string>,
  idempotencyKey = unique(),
): Promise<{ status: number; text: string; headers: Headers }> {
  const [method = '', path = ''] = route.split(' ');
  const prefix = ['/livez', '/readyz'].includes(path) ? '' : `/${API_PREFIX}`;
  const url = baseUrl + prefix + filled(path, subject, ':') + (query ? `?${query}` : '');
  const json = body && filled(JSON.stringify(body), subject, '$');
  const answer = await fetch(url, {
    method,
    headers: {
      ...credentials,
      ...(json && { 'Content-Type': 'application/json' }),
      ...(row.ifMatch && { 'If-Match': `"${subject.version}"` }),
      ...(row.idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
    },
    ...(json && { body: json }),
    ...(row.uploads && { body: upload() }),
  });
  const streams = answer.headers.get('content-type')?.startsWith('text/event-stream');
  const text = streams ? '' : await answer.text();
  if (streams) await answer.body?.cancel();
  return { status: answer.status, text, headers: answer.headers };
}
