import type { Subject, World } from './subjects.js';

/** Files that are sent back, by the focal point of the State. */
export const SHEET_RECIPES = {
  'sheet to send': { owner: 'state', make: sheetToSend },
  import: { owner: 'state', make: importOf },
} as const;

/** Its organization has no import under way. */
async function sheetToSend(world: World): Promise<Subject> {
  await world.system.db.asOwner(
    "UPDATE imports SET state = 'cancelled', ended_at = now() WHERE state IN ('waiting', 'running')",
  );
  const form = new FormData();
  form.append('file', new Blob(['title,area\nMachines,HT\n']), 'needs.csv');
  const { body } = await world.caller('focal-point', 'state').client.post('/files', form);
  return { fileId: body.id };
}

async function importOf(world: World): Promise<Subject> {
  const { fileId } = await sheetToSend(world);
  const input = { kind: 'needs', mode: 'dry-run', fileId };
  const { status, body } = await world.caller('focal-point', 'state').client.post('/imports', input);
  if (status !== 201) throw new Error(`POST /imports answers ${status}: ${JSON.stringify(body)}`);
  return { id: body.id };
}
