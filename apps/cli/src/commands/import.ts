import type { INestApplicationContext } from '@nestjs/common';
import { UnitOfWork } from '#libs/platform';
import { VISIBILITIES, type Visibility } from '#libs/needs';
import { ReferenceQueries } from '#libs/reference';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command, type Invocation } from '../command.js';
import { operator, withServices } from '../database.js';
import { readCategoryMap, type CategoryMap } from '../import/category-map.js';
import { readCsv } from '../import/csv-rows.js';
import { importFile, type ImportJob } from '../import/import-file.js';
import { flowsImporter, needsImporter, offersImporter, ratesImporter } from '../import/importers.js';
import { readRates } from '../import/rates-rows.js';

const DEFAULT_SOURCE = 'import';
const KINDS = ['needs', 'offers', 'flows', 'rates'] as const;
type Kind = (typeof KINDS)[number];

export const importCommand: Command = {
  name: 'import',
  summary: 'Brings in a file of needs, offers, reported flows of money or exchange rates.',
  usage: [
    'import needs|offers|flows|rates FILE [options]',
    '',
    'FILE is CSV in UTF-8 with a header row, with commas, semicolons or tabs between its cells; rates may also be the XML',
    'of the UN operational rates of exchange.',
    'A row that cannot be used is reported with line, column, value and reason, and loses no other row. A row is known by',
    'its reference within the source: the same file twice changes nothing. The last line counts the rows. Exit code 1 when',
    'any row was refused. Of a file that cannot be read to its end nothing is used.',
    '',
    '  --source NAME        whose references these are (default "import"); needs and their flows need the same',
    '  --categories MAP     needs: CSV with source_sector,category_code; sectors that are not in it stand under OTHER',
    '  --visibility CIRCLE  needs: who sees the new ones: public, states-only, parties-only or coordinators; without it',
    '                       parties-only, until the State that each is for consents to more. Say public of what that State',
    '                       has published itself. Needs that are there stay as they are shown',
    '  --dry-run            says what would happen and changes nothing',
    ...DATABASE_USAGE,
  ],
  options: {
    ...DATABASE_OPTIONS,
    source: { type: 'string' },
    categories: { type: 'string' },
    visibility: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  positionals: { min: 2, max: 2 },

  async run(invocation) {
    const [kind, path = ''] = invocation.positionals;
    if (!isKind(kind)) throw new CommandError(`"${kind}" cannot be imported; it must be one of ${KINDS.join(', ')}.`);
    for (const name of ['categories', 'visibility']) {
      if (kind !== 'needs' && invocation.values[name] !== undefined) {
        throw new CommandError(`--${name} is for needs only.`);
      }
    }
    const visibility = circle(text(invocation.values.visibility));
    return withServices(invocation, async (services) => {
      const uow = services.get(UnitOfWork);
      const job = await jobOf(services, kind, { path, visibility }, invocation);
      return importFile(uow, operator(), job, invocation);
    });
  },
};

async function jobOf(
  services: INestApplicationContext,
  kind: Kind,
  { path, visibility }: { readonly path: string; readonly visibility?: Visibility },
  { values }: Invocation,
): Promise<ImportJob> {
  const source = text(values.source) ?? DEFAULT_SOURCE;
  const dryRun = values['dry-run'] === true;
  switch (kind) {
    case 'needs': {
      const map = await categoryMap(services, text(values.categories));
      const importer = needsImporter(services, source, map, visibility);
      return { read: () => readCsv(path, importer.columns), importer, dryRun };
    }
    case 'offers': {
      const importer = offersImporter(services, source);
      return { read: () => readCsv(path, importer.columns), importer, dryRun };
    }
    case 'flows': {
      const importer = flowsImporter(services, source);
      return { read: () => readCsv(path, importer.columns), importer, dryRun };
    }
    case 'rates': {
      const importer = ratesImporter(services, source);
      return { read: () => readRates(path, importer.columns), importer, dryRun };
    }
  }
}

async function categoryMap(services: INestApplicationContext, path: string | undefined): Promise<CategoryMap> {
  if (path === undefined) return new Map();
  const categories = await services
    .get(UnitOfWork)
    .read(operator(), (tx) => services.get(ReferenceQueries).categories(tx));
  return readCategoryMap(path, new Set(categories.map(({ code }) => code)));
}

/** @throws CommandError */
function circle(name: string | undefined): Visibility | undefined {
  const found = VISIBILITIES.find((one) => one === name);
  if (name === undefined || found) return found;
  throw new CommandError(`--visibility is "${name}"; it must be one of ${VISIBILITIES.join(', ')}.`);
}

function isKind(kind: string | undefined): kind is Kind {
  return (KINDS as readonly (string | undefined)[]).includes(kind);
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
