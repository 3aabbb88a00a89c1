import { Audit } from '#libs/audit';
import { identityEntities, IdentityQueries, OrganizationAreasService, PointsOfContactQueries } from '#libs/identity';
import { newId, systemClock, type Actor, type Role } from '#libs/kernel';
import { NeedDraftsService, NeedRevisionsService, needsEntities, NeedsQueries, NeedsSheet } from '#libs/needs';
import { offersEntities, OffersQueries, OffersService, OffersSheet } from '#libs/offers';
import { FileStore, Outbox, pagesOf, sheetFile, testDatabase, type Cells, type TestDatabase } from '#libs/platform';
import { ReferenceLoader } from '#libs/reference';
import { text } from 'node:stream/consumers';
import { ImportRun } from './import-run.js';
import type { ImportKind, ImportMode } from './import.states.js';
import { ImportsQueries, type ImportView } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { SheetKinds } from './sheet-kinds.js';
import { unusedRowsFile } from './unused-rows.js';

/** A State and a donor that send files, and what reads them. */
export class SheetsWorld {
  readonly drafts = new NeedDraftsService(new Audit(), new OrganizationAreasService(new Audit()));
  readonly revisions = new NeedRevisionsService(new Audit(), new Outbox(), new PointsOfContactQueries(), systemClock);
  readonly needs = new NeedsSheet(new NeedsQueries(), this.drafts, this.revisions);
  readonly kinds = new SheetKinds(
    this.needs,
    new OffersSheet(new OffersQueries(), new OffersService(new Audit(), new Outbox(), systemClock)),
  );
  readonly queries = new ImportsQueries(this.kinds);
  readonly imports = new ImportsService(
    this.kinds,
    this.queries,
    new FileStore({ put: unused, open: unused, remove: unused }),
    new Audit(),
    new Outbox(),
  );
  readonly state = actorOf('focal-point', 'State');
  readonly colleague: Actor = { ...actorOf('focal-point', 'Colleague'), organizationId: this.state.organizationId };
  readonly donor = actorOf('donor', 'Donor');
  readonly auditor = actorOf('auditor', 'Auditors');
  readonly coordinator = actorOf('coordinator', 'Secretariat');

  constructor(readonly db: TestDatabase) {}

  get importRun(): ImportRun {
    return new ImportRun(this.db.uow, this.kinds, new IdentityQueries(), new Audit());
  }

  async open(): Promise<void> {
    await this.db.uow.run(this.db.actor, (tx) => new ReferenceLoader(new Audit()).load(tx));
    const people = [this.state, this.colleague, this.donor, this.auditor, this.coordinator];
    for (const { personId, organizationId, role, label } of people) {
      await this.db.asOwner(
        "INSERT INTO organizations (id, kind, name, area_iso2) VALUES ($1, 'state', $2, $3) ON CONFLICT DO NOTHING",
        [organizationId, label, role === 'focal-point' ? 'HT' : null],
      );
      await this.db.asOwner('INSERT INTO people (id, email, name) VALUES ($1, $2, $3)', [
        personId,
        `${personId}@test.example`,
        label,
      ]);
      await this.db.asOwner('INSERT INTO memberships (id, person_id, organization_id, role) VALUES ($1, $2, $3, $4)', [
        newId('memb'),
        personId,
        organizationId,
        role,
      ]);
    }
  }

  /** The person of the State, who then may propose changes of what is published. */
  async namePointOfContact(): Promise<void> {
    await this.db.asOwner(
      `INSERT INTO points_of_contact (id, organization_id, person_id, instrument, is_primary, starts_on, verified_on)
       VALUES ($1, $2, $3, 'poa', true, '2026-01-01', '2026-01-01')`,
      [newId('poc'), this.state.organizationId, this.state.personId],
    );
  }

  async publish(...titles: readonly string[]): Promise<void> {
    await this.db.asOwner(
      `UPDATE needs SET state = 'published', submitted_at = now(), published_at = now(), version = version + 1
        WHERE title = ANY($1)`,
      [titles],
    );
  }

  begin(mode: ImportMode = 'apply', kind: ImportKind = 'needs', actor = this.state): Promise<string> {
    const asked = { kind, mode, fileName: 'file.csv', fileId: null };
    return this.db.uow.run(actor, (tx) => this.imports.begin(tx, asked));
  }

  async use(content: string, mode: ImportMode = 'apply', kind: ImportKind = 'needs', actor = this.state) {
    const id = await this.begin(mode, kind, actor);
    await this.importRun.run(id, fileOf(content));
    return this.view(id);
  }

  view(id: string, actor: Actor = this.db.actor): Promise<ImportView> {
    return this.db.uow.read(actor, (tx) => this.queries.get(tx, id));
  }

  async errors(id: string): Promise<string> {
    return text((await unusedRowsFile(this.db.uow, this.db.actor, this.queries, id)).content);
  }

  async download(actor = this.state): Promise<string> {
    const asked = { format: 'csv', filter: {}, now: new Date() } as const;
    return text((await sheetFile(this.db.uow, actor, this.needs, asked)).content);
  }

  async rows(actor = this.state): Promise<Cells[]> {
    const rows: Cells[] = [];
    for await (const page of pagesOf(this.db.uow, actor, this.needs, {})) rows.push(...page);
    return rows;
  }
}

export function sheetsWorld(): SheetsWorld {
  const world = new SheetsWorld(testDatabase({ entities: [...identityEntities, ...needsEntities, ...offersEntities] }));
  beforeAll(() => world.open());
  return world;
}

/** CSV of these rows; all columns that any of them has. */
export function fileText(rows: readonly Cells[]): string {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const quoted = (cell = '') => `"${cell.replaceAll('"', '""')}"`;
  return [keys.join(','), ...rows.map((row) => keys.map((key) => quoted(row[key])).join(',')), ''].join('\n');
}

export function fileOf(content: string) {
  return {
    name: 'file.csv',
    open: async function* () {
      yield Buffer.from(content);
    },
  };
}

/** How many of which outcome: `2 created, 1 refused of 3`. */
export function countsOf({ rows, created, updated, proposed, unchanged, alreadyFiled, refused }: ImportView): string {
  const counts = Object.entries({
    created,
    updated,
    proposed,
    unchanged,
    'already filed': alreadyFiled,
    refused,
  }).filter(([, count]) => count > 0);
  return `${counts.map(([name, count]) => `${count} ${name}`).join(', ')} of ${rows}`;
}

async function unused(): Promise<never> {
  throw new Error('no file is stored here');
}

function actorOf(role: Role, label: string): Actor {
  return { role, personId: newId('pers'), organizationId: newId('org'), label };
}
