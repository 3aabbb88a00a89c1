import type { Caller, Subject, World } from './subjects.js';

/** National reports and meetings, by the acts of people who may. */
export const REPORT_RECIPES = {
  'public report': { owner: 'state', make: (world: World) => report(world, 'public') },
  'report for the signed-in': { owner: 'state', make: (world: World) => report(world, 'states-only') },
  'report for coordinators': { owner: 'state', make: (world: World) => report(world, 'coordinators') },
  'report by a coordinator': {
    owner: 'state',
    make: (world: World) => filed(world, world.caller('coordinator', 'elsewhere'), { publishedUrl: ELSEWHERE }),
  },
  'withdrawn report': { owner: 'state', make: withdrawnReport },
  file: { owner: 'state', make: async (world: World) => ({ id: (await report(world, 'coordinators')).fileId! }) },
  'room for a report': { owner: 'state', make: roomForReport },
  'next meeting': { owner: 'nobody', make: nextMeeting },
} as const;

const ELSEWHERE = 'https://example.org/report';

async function report(world: World, visibility: string): Promise<Subject> {
  const { id: fileId } = await world.file();
  return filed(world, world.caller('focal-point', 'state'), { visibility, fileId });
}

/** Of the State, for one cycle: those before make room for it. */
async function filed(world: World, { client }: Caller, content: object): Promise<Subject> {
  const { id: organizationId } = await roomForReport(world);
  const input = {
    ...{ organizationId, cycle: 'BMS9', instruments: ['poa'], title: 'National report', language: 'en' },
    ...{ submittedOn: '2026-05-15', ...content },
  };
  const { status, body } = await client.post('/national-reports', input);
  if (status !== 201) throw new Error(`POST /national-reports answers ${status}: ${JSON.stringify(body)}`);
  return { id: body.id, version: body.version, cycle: body.cycle, fileId: body.file?.id };
}

async function withdrawnReport(world: World): Promise<Subject> {
  const { id } = await report(world, 'public');
  const { client } = world.caller('focal-point', 'state');
  await client.post(`/national-reports/${id}/withdraw`, { reason: 'A mistake.' }, { ifMatch: 1 });
  return { id: id!, version: 2 };
}

async function roomForReport({ system, organizations }: World): Promise<Subject> {
  await system.db.asOwner(
    "UPDATE national_reports SET state = 'withdrawn', withdrawn_reason = 'for the next' WHERE state = 'filed'",
  );
  return { id: organizations.state };
}

/** One that is known to the year, and the code of the one after it. */
async function nextMeeting({ system }: World): Promise<Subject> {
  const [row] = await system.db.asOwner<{ number: number }>(
    "SELECT max(substring(code FROM 4)::integer) + 1 AS number FROM meetings WHERE code LIKE 'MGE%'",
  );
  const { number } = row!;
  await system.db.asOwner(
    `INSERT INTO meetings (code, kind, name_en, starts_on, ends_on, precision, basis, source)
     VALUES ($1, 'expert-meeting', 'A meeting', '2029-01-01', '2029-12-31', 'year', 'entered', 'A resolution')`,
    [`MGE${number}`],
  );
  return { code: `MGE${number}`, version: 1, nextCode: `MGE${number + 1}` };
}
