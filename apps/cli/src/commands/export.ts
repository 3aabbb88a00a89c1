import { sheetFile, SHEET_FORMATS, UnitOfWork, type SheetFormatName } from '#libs/platform';
import { SheetKinds } from '#libs/sheets';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command } from '../command.js';
import { operator, withServices } from '../database.js';
import { explainFile } from '../import/csv-rows.js';
import { actingAs, sheetKind } from '../sheet-actor.js';

export const exportCommand: Command = {
  name: 'export',
  summary: 'Writes needs or offers as a spreadsheet that can be changed and sent back.',
  usage: [
    'export needs|offers FILE [options]',
    '',
    'One row for each item of a need, or for each offer. The file of the format "columns" says what each column means.',
    '',
    `  --format FORMAT      ${SHEET_FORMATS.join(', ')} (default csv)`,
    '  --as EMAIL           what this focal point, or donor, may see; without it everything',
    ...DATABASE_USAGE,
  ],
  options: { ...DATABASE_OPTIONS, format: { type: 'string' }, as: { type: 'string' } },
  positionals: { min: 2, max: 2 },

  async run(invocation) {
    const [, path = ''] = invocation.positionals;
    const kind = sheetKind(invocation);
    const { format = 'csv', as } = invocation.values;
    if (!isFormat(format)) throw new CommandError(`--format must be one of ${SHEET_FORMATS.join(', ')}.`);
    return withServices(invocation, async (services) => {
      const sheet = services.get(SheetKinds).of(kind);
      const actor = as === undefined ? operator() : await actingAs(services, String(as), sheet.role);
      const asked = { format, filter: {}, now: new Date() };
      const { content } = await sheetFile(services.get(UnitOfWork), actor, sheet, asked);
      await pipeline(content, createWriteStream(path)).catch((error: unknown) => {
        throw explainFile(error, path);
      });
      invocation.print(`${path} is written.`);
      return 0;
    });
  },
};

function isFormat(format: string | boolean): format is SheetFormatName {
  return (SHEET_FORMATS as readonly (string | boolean)[]).includes(format);
}
