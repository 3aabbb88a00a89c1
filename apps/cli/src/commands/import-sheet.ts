import type { INestApplicationContext } from '@nestjs/common';
import { Money, systemActor, type Actor } from '#libs/kernel';
import { UnitOfWork, type CsvFile } from '#libs/platform';
import {
  ImportRun,
  ImportsQueries,
  ImportsService,
  reasonOf,
  SheetKinds,
  unusedRowsFile,
  type ChangingRow,
  type ImportView,
} from '#libs/sheets';
import { createReadStream, createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command, type Invocation } from '../command.js';
import { INTERRUPTED, withServices } from '../database.js';
import { explainFile } from '../import/csv-rows.js';
import { actingAs, sheetKind } from '../sheet-actor.js';

const FILE_NAME_MAX = 300;
const FILED_SHOWN_MAX = 100;
const CHANGES_SHOWN_MAX = 25;

export const importSheetCommand: Command = {
  name: 'import sheet',
  summary: 'Uses a spreadsheet that was exported, changed and saved as CSV.',
  usage: [
    'import sheet needs|offers FILE --as EMAIL [options]',
    '',
    'FILE is CSV in UTF-8, with commas, semicolons or tabs between its cells. Each row does what the person could do by hand.',
    'The last line counts the rows. Exit code 1 when any was refused.',
    '',
    '  --as EMAIL           the focal point (needs) or donor (offers) whose file it is',
    '  --errors FILE        writes the rows that were not used there, with why: to be corrected and sent again',
    '  --dry-run            says what would happen, with the first rows that would change something, and changes nothing',
    ...DATABASE_USAGE,
  ],
  options: {
    ...DATABASE_OPTIONS,
    as: { type: 'string' },
    errors: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  positionals: { min: 2, max: 2 },

  async run(invocation) {
    const [, path = ''] = invocation.positionals;
    const kind = sheetKind(invocation);
    const { as, errors, 'dry-run': dryRun } = invocation.values;
    if (typeof as !== 'string') throw new CommandError('--as is missing: name the person whose file it is.');
    const file = { name: path, open: () => createReadStream(path) as AsyncIterable<Buffer> };
    await access(path).catch((error: unknown) => {
      throw explainFile(error, path);
    });
    return withServices(invocation, async (services, _, interruption) => {
      const uow = services.get(UnitOfWork);
      const actor = await actingAs(services, as, services.get(SheetKinds).of(kind).role);
      const mode = dryRun === true ? 'dry-run' : 'apply';
      const fileName = [...basename(path)].slice(0, FILE_NAME_MAX).join('');
      const id = await uow.run(actor, (tx) =>
        services.get(ImportsService).begin(tx, { kind, mode, fileName, fileId: null }),
      );
      const view = await use(services, actor, id, file, interruption.signal);
      if (typeof errors === 'string') {
        const { content } = await unusedRowsFile(uow, actor, services.get(ImportsQueries), id);
        await pipeline(content, createWriteStream(errors)).catch((error: unknown) => {
          throw explainFile(error, errors);
        });
      }
      await report(services, view, invocation);
      if (view.state === 'cancelled') {
        const where = typeof errors === 'string' ? errors : 'the file of unused rows on its page in the web app';
        invocation.warn(`Stopped before its end: what was used stays, and the other rows are in ${where}.`);
        return INTERRUPTED;
      }
      return view.refused > 0 ? 1 : 0;
    });
  },
};

/** @throws CommandError when the file cannot be read */
async function use(
  services: INestApplicationContext,
  actor: Actor,
  id: string,
  file: CsvFile,
  stop: AbortSignal,
): Promise<ImportView> {
  const uow = services.get(UnitOfWork);
  const view = () => uow.read(actor, (tx) => services.get(ImportsQueries).get(tx, id));
  const cancel = () => uow.run(actor, (tx) => services.get(ImportsService).cancel(tx, id));
  try {
    await services.get(ImportRun).run(id, file, stop);
  } catch (error) {
    await cancel();
    throw explainFile(error, file.name);
  }
  if ((await view()).state === 'running') await cancel();
  const ended = await view();
  if (ended.problem !== null) throw new CommandError(`${ended.problem} Nothing of the file was used.`);
  return ended;
}

async function report(
  services: INestApplicationContext,
  { id, mode, rows, created, updated, proposed, unchanged, alreadyFiled, refused }: ImportView,
  { print, warn }: Invocation,
): Promise<void> {
  const uow = services.get(UnitOfWork);
  const queries = services.get(ImportsQueries);
  const unused = await uow.read(systemActor('import'), (tx) => queries.unused(tx, id, 0));
  const first = unused.filter(({ faults }) => faults.length > 0);
  for (const row of first) warn(`row ${row.line}: ${reasonOf(row).replaceAll('\n', '; ')}`);
  if (refused > first.length) warn(`These are the first ${first.length} of ${refused} rows that were refused.`);
  const filed = await uow.read(systemActor('import'), (tx) => queries.alreadyFiled(tx, id, { limit: FILED_SHOWN_MAX }));
  for (const { line, entryId } of filed.items) print(`row ${line}: already filed as ${entryId}`);
  if (alreadyFiled > filed.items.length) {
    print(`These are the first ${filed.items.length} of ${alreadyFiled} rows that were filed before.`);
  }
  if (mode === 'dry-run') {
    const changes = await uow.read(systemActor('import'), (tx) =>
      queries.changes(tx, id, { limit: CHANGES_SHOWN_MAX }),
    );
    for (const row of changes.items) print(changeText(row));
    if (changes.nextCursor !== null) {
      const all = created + updated + proposed;
      print(
        `These are the first ${changes.items.length} of ${all} rows that are new or change something; its page in the web app has all.`,
      );
    }
    print('Dry run: nothing was changed. In earnest it would be:');
  }
  const left = (rows ?? 0) - created - updated - proposed - unchanged - alreadyFiled - refused;
  const counts = `rows ${rows}, created ${created}, updated ${updated}, unchanged ${unchanged}, refused ${refused}`;
  const others = [
    ...(proposed > 0 ? [`proposed ${proposed}`] : []),
    ...(alreadyFiled > 0 ? [`already filed ${alreadyFiled}`] : []),
    ...(left > 0 ? [`not used ${left}`] : []),
  ];
  print([counts, ...others].join(', '));
}

/** `row 3: updated Racks for Mzuzu, item 1 Racks: item 1 requested 40 rack → 400 rack` */
function changeText({ line, outcome, title, item, itemDescription, differences }: ChangingRow): string {
  const about = item === null ? title : `${title}, ${itemName(item)} ${itemDescription ?? ''}`.trimEnd();
  const changes = differences.map(({ field, item: of, before, after }) => {
    const what = of === null ? field : `${itemName(of)} ${field}`;
    return `${what} ${valueText(field, before)} → ${valueText(field, after)}`;
  });
  const text = `row ${line}: ${outcome} ${about}${changes.length > 0 ? `: ${changes.join('; ')}` : ''}`;
  return text.replaceAll(/\s+/g, ' ');
}

const itemName = (place: number) => `item ${place + 1}`;

/** Money and quantities as the file has them. */
function valueText(field: string, texts: readonly string[]): string {
  if (texts.length === 0) return 'nothing';
  const [first = '', second = ''] = texts;
  const currency = field === 'unitCost' ? second : /^currency (.+)$/.exec(second)?.[1];
  if (currency !== undefined) return `${Money.of(BigInt(first), currency).toDecimal()} ${currency}`;
  const unit = /^unit (.*)$/.exec(second)?.[1];
  return unit === undefined ? texts.join('; ') : `${first} ${unit}`.trimEnd();
}
