// People come in by invitation, forget their password, look after their account and leave; all by e-mail and through HTTP.
import { DEMO_PASSWORD } from '../../cli/src/demo/demo-people.js';
import { ApiClient } from '../client.js';
import { mailsTo, mailTo, tokenIn } from '../mails.js';
import { startSystem, type System } from '../system.js';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'a better horse battery';
const EMAIL = 'ada@example.org';
const LEFT = { reason: 'Left the ministry.' };

let house: System;
let administrator: ApiClient;
let organizationId: string;

beforeAll(async () => {
  house = await startSystem({ demo: true, worker: true });
  administrator = await house.as('administrator');
  const { body } = await administrator.get('/organizations?q=Haiti');
  organizationId = body.items[0].id;
});
afterAll(() => house?.stop());

const withCookieOf = ({ headers }: { headers: Headers }) =>
  new ApiClient(house.baseUrl, { Cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' });

const newSession = async (email: string) =>
  withCookieOf(
    await house.anonymous.post(
      '/session',
      { email, password: DEMO_PASSWORD },
      { headers: { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0' } },
    ),
  );

let member: ApiClient;

it('an administrator invites somebody, who chooses a password and is in', async () => {
  const invitation = { email: EMAIL, name: 'Ada Pierre', organizationId, role: 'focal-point' };
  const invited = await administrator.post('/people/invitations', invitation);
  expect([invited.status, invited.body]).toMatchObject([201, { state: 'open', organization: { id: organizationId } }]);
  const mail = await mailTo(house, EMAIL);
  expect(mail).toContain('Samir Haddad invites you');
  const token = tokenIn(mail, 'invitation');

  const looked = await house.anonymous.post('/invitations/look-up', { token });
  expect(looked.body).toMatchObject({ email: EMAIL, role: 'focal-point', hasPassword: false });
  const short = await house.anonymous.post('/invitations/accept', { token, password: 'short' });
  expect([short.status, short.body.errors[0].path]).toEqual([400, 'password']);
  const accepted = await house.anonymous.post('/invitations/accept', { token, password: PASSWORD });
  expect([accepted.status, accepted.body]).toMatchObject([200, { person: { email: EMAIL }, role: 'focal-point' }]);
  member = withCookieOf(accepted);
  expect((await member.get('/session')).body.organization.id).toBe(organizationId);
  const again = await house.anonymous.post('/invitations/accept', { token, password: PASSWORD });
  expect([again.status, again.body.type]).toEqual([404, '/problems/link-not-valid']);
});

it('who has an account joins another organization with its password', async () => {
  const { body } = await administrator.get('/organizations?q=UNODA');
  const invitation = { email: EMAIL, name: 'Ada', organizationId: body.items[0].id, role: 'auditor' };
  await administrator.post('/people/invitations', invitation);
  const token = tokenIn(await mailTo(house, EMAIL, 2), 'invitation');
  const wrong = await house.anonymous.post('/invitations/accept', { token, password: 'wrong password' });
  expect([wrong.status, wrong.body.type]).toEqual([401, '/problems/sign-in-refused']);
  const accepted = await house.anonymous.post('/invitations/accept', { token, password: PASSWORD });
  expect(accepted.body).toMatchObject({ role: 'auditor', memberships: [{ role: 'focal-point' }, { role: 'auditor' }] });
});

it('an invitation that was revoked opens nothing, and only administrators invite', async () => {
  const invitation = { email: 'eve@example.org', name: 'Eve', organizationId, role: 'focal-point' };
  expect((await member.post('/people/invitations', invitation)).status).toBe(403);
  const { body } = await administrator.post('/people/invitations', invitation);
  const token = tokenIn(await mailTo(house, 'eve@example.org'), 'invitation');
  expect((await administrator.post(`/people/invitations/${body.id}/revoke`)).body.state).toBe('revoked');
  expect((await house.anonymous.post('/invitations/look-up', { token })).status).toBe(404);
  const { items } = (await administrator.get('/people/invitations?state=accepted')).body;
  expect(items).toHaveLength(2);
});

it('who forgot the password sets a new one by e-mail, is signed out everywhere and told so', async () => {
  const asked = await house.anonymous.post('/password-resets', { email: 'ADA@example.org' });
  const unknown = await house.anonymous.post('/password-resets', { email: 'nobody@example.org' });
  expect([asked.status, asked.body]).toEqual([202, '']);
  expect([unknown.status, unknown.body]).toEqual([202, '']);
  const token = tokenIn(await mailTo(house, EMAIL, 3), 'reset');
  const lookUp = () => house.anonymous.post('/password-resets/look-up', { token });
  expect((await lookUp()).status).toBe(204);
  const complete = () => house.anonymous.post('/password-resets/complete', { token, password: NEW_PASSWORD });
  expect((await complete()).status).toBe(204);
  expect((await complete()).status).toBe(404);
  const dead = await lookUp();
  expect([dead.status, dead.body.type]).toEqual([404, '/problems/link-not-valid']);
  expect((await member.get('/session')).status).toBe(401);
  const old = await house.anonymous.post('/session', { email: EMAIL, password: PASSWORD });
  expect(old.status).toBe(401);
  member = await house.signIn(EMAIL, NEW_PASSWORD);
  expect(await mailTo(house, EMAIL, 4)).toContain('Subject: Your password was changed');
  expect(await mailsTo(house, 'nobody@example.org')).toEqual([]);
});

it('another address that cannot be used is refused together with a password that is wrong', async () => {
  const change = async (email: string, password: string) => {
    const { status, body } = await member.post('/account/email', { email, password });
    return [status, ...(body.errors ?? []).map(({ path }: { path: string }) => path)];
  };
  expect(await change('no address', 'wrong password')).toEqual([400, 'email', 'password']);
  expect(await change(` ${EMAIL}`, 'wrong password')).toEqual([400, 'email', 'password']);
  expect(await change('', '')).toEqual([400, 'email', 'password']);
  expect(await change(EMAIL, NEW_PASSWORD)).toEqual([400, 'email']);
  expect(await change('ada@example.net', 'wrong password')).toEqual([401]);
});

it('every wrong field of a form is named at once, whether it cannot be used or breaks a rule', async () => {
  const [coordinator, finance, state] = await Promise.all([
    house.as('coordinator'),
    house.as('finance-1'),
    house.as('focal-haiti'),
  ]);
  const pathsOf = ({ status, body }: { status: number; body: { errors?: { path: string }[] } }) => [
    status,
    ...(body.errors ?? []).map(({ path }) => path).sort(),
  ];
  const { body: organization } = await coordinator.get(`/organizations/${organizationId}`);
  const [contact] = organization.pointsOfContact;
  const foreign = 'file_00000000000000000000000000';
  const successor = { personId: organization.focalPoints[0].personId, letterFileId: foreign };
  const designation = { ...successor, instrument: 'poa', isPrimary: true, startsOn: '' };
  const designate = coordinator.post(`/organizations/${organizationId}/points-of-contact`, designation);
  expect(pathsOf(await designate)).toEqual([400, 'letterFileId', 'startsOn']);
  const handOver = coordinator.post(
    `/points-of-contact/${contact.id}/hand-over`,
    { ...successor, personId: '', startsOn: '2001-01-01' },
    { ifMatch: contact.version },
  );
  expect(pathsOf(await handOver)).toEqual([400, 'letterFileId', 'personId', 'startsOn']);

  const invitation = { email: 'nobody', name: '', organizationId, role: 'coordinator' };
  const invite = administrator.post('/people/invitations', invitation);
  expect(pathsOf(await invite)).toEqual([400, 'email', 'name', 'role']);
  const noRole = administrator.post('/people/invitations', { ...invitation, role: null });
  expect(pathsOf(await noRole)).toEqual([400, 'email', 'name', 'role']);
  const dates = { startsOn: '2031-06-09', endsOn: '2031-06-01', precision: 'day' };
  const meeting = { code: 'x', kind: 'expert-meeting', name: 'Experts', source: '', ...dates };
  const addMeeting = administrator.post('/reference/meetings', meeting);
  expect(pathsOf(await addMeeting)).toEqual([400, 'code', 'endsOn', 'source']);

  const account = { holderName: '', accountNumber: '!', bic: 'x', currency: 'USD' };
  const enter = finance.post(`/organizations/${organizationId}/bank-accounts`, account);
  expect(pathsOf(await enter)).toEqual([400, 'accountNumber', 'bic', 'holderName']);
  const { body: needs } = await state.get('/needs?area=HT&state=published&limit=100');
  const own = needs.items.find(({ organization: { id } }: { organization: { id: string } }) => id === organizationId);
  const waiver = { waived: '999999999999', reason: '' };
  const waive = state.post(`/needs/${own.id}/items/${own.items[0].id}/waive`, waiver, { ifMatch: own.version });
  expect(pathsOf(await waive)).toEqual([400, 'reason', 'waived']);
});

it('the public is shown a telephone that can be dialled, or none', async () => {
  const coordinator = await house.as('coordinator');
  const { body: organization } = await coordinator.get(`/organizations/${organizationId}`);
  const [{ id, version }] = organization.pointsOfContact;
  const show = (phone: string | null) =>
    coordinator.patch(
      `/points-of-contact/${id}`,
      { phone, showsName: true, showsEmail: false, showsPhone: true },
      { ifMatch: version },
    );
  for (const phone of ['abc', '2812 3456', '+509 12', null]) {
    const { status, body } = await show(phone);
    expect([status, body.errors.map(({ path }: { path: string }) => path)]).toEqual([400, ['phone']]);
  }
  expect((await show('+509 (28) 12-34-56')).status).toBe(200);
  const { body: shown } = await house.anonymous.get(`/organizations/${organizationId}`);
  expect(shown.pointsOfContact[0]).toMatchObject({ phone: '+50928123456' });
});

it('asks too many times for links are refused, whoever they are for', async () => {
  const ask = () => house.anonymous.post('/password-resets', { email: 'somebody@example.org' });
  for (let i = 0; i < 5; i += 1) expect((await ask()).status).toBe(202);
  const { status, headers, body } = await ask();
  expect([status, body.type]).toEqual([429, '/problems/too-many-resets']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(60);
});

it('an administrator finds people, and takes a role away at once', async () => {
  const { body } = await administrator.get('/people?q=ADA');
  const [ada] = body.items.filter(({ email }: { email: string }) => email === EMAIL);
  expect(ada).toMatchObject({ disabled: false, memberships: [{ role: 'focal-point' }, { role: 'auditor' }] });
  await administrator.post(`/people/${ada.id}/memberships/${ada.memberships[0].id}/end`, LEFT);
  expect((await member.get('/session')).status).toBe(401);
  const { endedRoles } = (await administrator.get(`/people/${ada.id}`)).body;
  expect(endedRoles).toMatchObject([{ id: ada.memberships[0].id, role: 'focal-point' }]);
  const members = await administrator.get(`/people?organizationId=${organizationId}`);
  expect(members.body.items.map(({ email }: { email: string }) => email)).not.toContain(EMAIL);
  const restore = await administrator.post(`/people/${ada.id}/memberships/${ada.memberships[0].id}/restore`);
  expect(restore.status).toBe(204);
  const restored = (await administrator.get(`/people/${ada.id}`)).body;
  expect(restored).toMatchObject({ memberships: [{ role: 'focal-point' }, { role: 'auditor' }], endedRoles: [] });
  await administrator.post(`/people/${ada.id}/disable`, LEFT);
  expect((await administrator.get('/people?disabled=true')).body.items).toMatchObject([{ email: EMAIL }]);
});

it('an account is opened again, with the roles of before; until then nothing else is done to it', async () => {
  const [ada] = (await administrator.get('/people?disabled=true')).body.items;
  const refused = await administrator.post(`/people/${ada.id}/memberships`, { organizationId, role: 'focal-point' });
  expect([refused.status, refused.body.type]).toEqual([409, '/problems/person-disabled']);
  expect((await administrator.post(`/people/${ada.id}/enable`)).status).toBe(204);
  const open = await administrator.get(`/people/${ada.id}`);
  expect(open.body).toMatchObject({ disabled: false, memberships: [{ role: 'focal-point' }, { role: 'auditor' }] });
  expect((await house.anonymous.post('/session', { email: EMAIL, password: NEW_PASSWORD })).status).toBe(200);
});

it('nobody changes their own roles, not even an administrator', async () => {
  const { person, membershipId } = (await administrator.get('/session')).body;
  for (const end of [
    administrator.post(`/people/${person.id}/memberships/${membershipId}/end`, LEFT),
    administrator.post(`/people/${person.id}/disable`, LEFT),
    administrator.post(`/people/${person.id}/memberships`, { organizationId, role: 'donor' }),
    administrator.post('/people/invitations', { email: person.email, name: 'Samir', organizationId, role: 'donor' }),
  ]) {
    const { status, body } = await end;
    expect([status, body.type]).toEqual([403, '/problems/denied']);
    expect(body.detail).toContain('Ask another administrator');
  }
  expect((await administrator.get('/session')).status).toBe(200);
});

it('a person sees where they are signed in, ends it elsewhere, and says how to be written to', async () => {
  const [here, there] = [
    await house.signIn('focal-haiti@demo.example', DEMO_PASSWORD),
    await newSession('focal-haiti@demo.example'),
  ];
  const { body } = await here.get('/account/sessions');
  expect(body.items.map(({ isThis }: { isThis: boolean }) => isThis)).toEqual([true, false]);
  expect(body.items[1]).toMatchObject({ device: 'Firefox, Linux', role: 'focal-point' });
  const third = await newSession('focal-haiti@demo.example');
  const [own] = (await third.get('/account/sessions')).body.items;
  const end = async (by: ApiClient) => (await by.delete(`/account/sessions/${own.id}`)).status;
  expect([await end(await house.as('donor-sweden')), await end(third)]).toEqual([404, 400]);
  expect([await end(here), await end(here), (await third.get('/session')).status]).toEqual([204, 404, 401]);
  expect((await here.delete('/account/sessions')).status).toBe(204);
  expect([(await here.get('/session')).status, (await there.get('/session')).status]).toEqual([200, 401]);
  const preferred = await here.patch('/account', { mailWork: 'each' });
  expect(preferred.body).toMatchObject({ language: 'en', mailWork: 'each', mailFollowed: 'daily' });
  expect((await here.patch('/account', { language: 'tlh' })).body.errors[0].path).toBe('language');
});

it('and moves to another address by a link that is sent there, which the old one is told', async () => {
  const [old, fresh] = ['focal-haiti@demo.example', 'nadege@example.org'];
  const here = await house.signIn(old, DEMO_PASSWORD);
  const wrong = await here.post('/account/email', { email: fresh, password: 'wrong password' });
  expect([wrong.status, wrong.body.type]).toEqual([401, '/problems/sign-in-refused']);
  const asked = await here.post('/account/email', { email: fresh, password: DEMO_PASSWORD });
  expect([asked.status, asked.body]).toMatchObject([200, { email: old, awaitedEmail: fresh }]);
  const first = tokenIn(await mailTo(house, fresh), 'confirm-address');
  expect((await here.post('/account/email/send-again')).body).toMatchObject({ awaitedEmail: fresh });
  const second = tokenIn(await mailTo(house, fresh, 2), 'confirm-address');
  expect((await here.delete('/account/email')).body).toMatchObject({ email: old, awaitedEmail: null });
  expect((await here.post('/account/email/send-again')).status).toBe(404);
  await here.post('/account/email', { email: fresh, password: DEMO_PASSWORD });
  const token = tokenIn(await mailTo(house, fresh, 3), 'confirm-address');
  for (const dead of [first, second]) {
    expect((await house.anonymous.post('/email-changes/confirm', { token: dead })).status).toBe(404);
  }
  const lookUp = async () => (await house.anonymous.post('/email-changes/look-up', { token })).status;
  expect(await lookUp()).toBe(204);
  expect((await house.anonymous.post('/email-changes/confirm', { token })).status).toBe(204);
  expect(await lookUp()).toBe(404);
  expect((await here.get('/session')).body.person.email).toBe(fresh);
  expect(await mailTo(house, old)).toContain('Subject: Your e-mail address was changed');
  expect((await house.anonymous.post('/session', { email: old, password: DEMO_PASSWORD })).status).toBe(401);
  expect((await house.anonymous.post('/session', { email: fresh, password: DEMO_PASSWORD })).status).toBe(200);
});
