import type { Actor } from '#libs/kernel';
import { pagesOf, RefusedRows, type Cells, type RowOutcome } from '#libs/platform';
import { needsWorld } from './needs.fixtures.js';
import { NeedsSheet } from './needs.sheet.js';

/** Needs that go out as rows and come back; the sender is `stateA` where none is named. */
export function needsSheetWorld() {
  const world = needsWorld();
  const { stateA } = world;
  let sheet: NeedsSheet;
  beforeAll(() => void (sheet = new NeedsSheet(world.queries, world.drafts, world.revisions)));

  const rowsFor = async (actor: Actor, filter = {}): Promise<Cells[]> => {
    const rows: Cells[] = [];
    for await (const page of pagesOf(world.db.uow, actor, sheet, filter)) rows.push(...page);
    return rows;
  };

  const rowsOf = async (needId: string, actor = stateA) => (await rowsFor(actor)).filter(({ need }) => need === needId);

  /** Lines from 2 on, as in a file with a header. */
  const send = async (cells: readonly Cells[], actor = stateA): Promise<readonly RowOutcome[]> => {
    const rows = cells.map((row, index) => ({ line: index + 2, cells: row }));
    return (await world.run(actor, (tx) => sheet.use(tx, rows))).outcomes;
  };

  /** Each fault as its line, its column and what is wrong. */
  const refused = async (cells: readonly Cells[], actor = stateA): Promise<string[]> => {
    const error: unknown = await send(cells, actor).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof RefusedRows)) throw error ?? new Error('was not refused');
    return error.faults.map(({ line, path, detail }) => `${line} ${path} ${detail}`);
  };

  return { world, rowsFor, rowsOf, send, refused };
}
