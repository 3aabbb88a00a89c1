import type { Actor } from '#libs/kernel';
import type { UnitOfWork } from '../database/unit-of-work.js';
import type { Cells } from './columns.js';
import type { Sheet } from './sheet.js';

/**
 * All rows of a sheet that the actor may see, page by page. Each page is a transaction of its own: who reads slowly keeps no
 * connection of the database, and as the order follows ids that never change, no row comes twice.
 */
export async function* pagesOf<Filter extends object>(
  uow: UnitOfWork,
  actor: Actor,
  sheet: Sheet<Filter>,
  filter: Filter,
): AsyncGenerator<readonly Cells[]> {
  const pageAfter = (after: string | null) => uow.read(actor, (tx) => sheet.page(tx, filter, after));
  let page = await pageAfter(null);
  yield page.rows;
  while (page.next !== null) {
    page = await pageAfter(page.next);
    yield page.rows;
  }
}
