import { CommandError } from '../command.js';
import { readCsv } from './csv-rows.js';

const COLUMNS = { required: ['source_sector', 'category_code'], optional: [] };

/** Whose sectors are not ours: the source's sector → our assistance category. */
export type CategoryMap = ReadonlyMap<string, string>;

/**
 * Reads a category map; sectors compare without regard to case and outer blanks.
 * @throws CommandError when the file is wrong: nothing should be imported by half a map.
 */
export async function readCategoryMap(path: string, categories: ReadonlySet<string>): Promise<CategoryMap> {
  const map = new Map<string, string>();
  for await (const { line, record, wrong } of readCsv(path, COLUMNS)) {
    const sector = sectorKey(record.source_sector ?? '');
    const category = (record.category_code ?? '').trim().toUpperCase();
    const at = `${path}, line ${line}`;
    if (wrong[0]) throw new CommandError(`${at}: ${wrong[0].path} ${wrong[0].detail}.`);
    if (sector === '') throw new CommandError(`${at}: source_sector is missing.`);
    if (!categories.has(category)) {
      throw new CommandError(
        `${at}: "${category}" is no assistance category; known are ${[...categories].join(', ')}.`,
      );
    }
    if ((map.get(sector) ?? category) !== category) throw new CommandError(`${at}: "${sector}" stands there twice.`);
    map.set(sector, category);
  }
  return map;
}

export function sectorKey(sector: string): string {
  return sector.trim().toUpperCase();
}
