import type { INestApplicationContext } from '@nestjs/common';
import { FLOW_COLUMNS, FlowsImport } from '#libs/flows';
import { InvalidInput } from '#libs/kernel';
import { NeedsImport, type Visibility } from '#libs/needs';
import { OFFER_COLUMNS, OffersImport } from '#libs/offers';
import { RatesImport } from '#libs/reference';
import { sectorKey, type CategoryMap } from './category-map.js';
import type { RowImporter } from './import-file.js';

/** Columns of a needs file, as OCHA FTS published them, and the field of the import that each one fills. */
const NEED_FIELDS = {
  need_ref: 'externalRef',
  title: 'title',
  recipient_country: 'areaIso2',
  requesting_org: 'requestingOrganization.name',
  sector: 'sourceSector',
  cluster: 'sourceCluster',
  start_date: 'startDate',
  end_date: 'endDate',
  required_amount: 'amount',
  required_currency: 'currency',
  objectives: 'objectives',
  activities: 'activities',
} as const;

type NeedColumn = keyof typeof NEED_FIELDS;

/** @param wanted Who sees the new needs; left out: whom a new request is shown to where nobody says it. */
export function needsImporter(
  services: INestApplicationContext,
  source: string,
  map: CategoryMap,
  wanted?: Visibility,
): RowImporter {
  const needs = services.get(NeedsImport);
  const begunByThisFile = new Set<string>();
  return {
    columns: {
      required: ['need_ref', 'title', 'recipient_country', 'requesting_org', 'required_amount', 'required_currency'],
      optional: ['sector', 'cluster', 'start_date', 'end_date', 'objectives', 'activities'],
    },
    key: ['need_ref', 'requesting_org'],
    async importRow(tx, record) {
      const text = (column: NeedColumn) => record[column] ?? '';
      const categoryCode = map.get(sectorKey(text('sector')));
      const row = {
        source,
        externalRef: text('need_ref'),
        title: text('title'),
        areaIso2: text('recipient_country'),
        requestingOrganization: { externalRef: '', name: text('requesting_org') },
        startDate: text('start_date'),
        endDate: text('end_date'),
        amount: text('required_amount'),
        currency: text('required_currency'),
        sourceSector: text('sector'),
        sourceCluster: text('cluster'),
        categoryCode: categoryCode ?? '',
        objectives: text('objectives'),
        activities: text('activities'),
      };
      const { outcome, needId, visibility, isAskedAnew, isFurtherItem, notes } = await needs
        .importRow(tx, row, wanted)
        .catch((error: unknown) => {
          throw error instanceof InvalidInput ? namedByColumn(error) : error;
        });
      if (outcome === 'imported' && !isFurtherItem) begunByThisFile.add(needId);
      const adds = isFurtherItem && !begunByThisFile.has(needId) ? [furtherItemNote(record)] : [];
      const sector = JSON.stringify(text('sector'));
      const unmapped = `The sector ${sector} is not in the category map; its items stand under OTHER, which matches nothing.`;
      const remarks = [
        ...(categoryCode === undefined ? [unmapped] : []),
        ...(isAskedAnew ? [askedAnewRemark(visibility)] : []),
        ...(isAskedAnew || wanted === undefined || wanted === visibility ? [] : [keptRemark(visibility)]),
      ];
      return { outcome, notes: [...notes, ...adds], remarks };
    },
  };
}

export function offersImporter(services: INestApplicationContext, source: string): RowImporter {
  const offers = services.get(OffersImport);
  return {
    columns: OFFER_COLUMNS,
    key: ['external_ref'],
    importRow: (tx, record) => offers.importRow(tx, source, record),
  };
}

export function flowsImporter(services: INestApplicationContext, source: string): RowImporter {
  const flows = services.get(FlowsImport);
  return {
    columns: FLOW_COLUMNS,
    importRow: (tx, record) => flows.importRow(tx, source, record),
  };
}

export function ratesImporter(services: INestApplicationContext, source: string): RowImporter {
  const rates = services.get(RatesImport);
  return {
    columns: { required: ['currency', 'effective_on', 'units_per_usd'], optional: [] },
    importRow: async (tx, record) => ({ outcome: await rates.importRow(tx, source, record), notes: [] }),
  };
}

function furtherItemNote({ need_ref: need, requesting_org: organization }: Readonly<Record<string, string>>): string {
  return (
    `It adds a further item, of ${JSON.stringify(organization)}, to the need ${JSON.stringify(need)}, which was there ` +
    'before. If that is another spelling of an organization that has an item already, both count.'
  );
}

function keptRemark(visibility: Visibility): string {
  return (
    `The need was there before and stays ${visibility}: the State that it is for says on its page who sees it, and a coordinator ` +
    'there may show it to fewer.'
  );
}

function askedAnewRemark(visibility: Visibility): string {
  return (
    'What the need says changed after its State had its say, or its country changed: the State that it is for now is asked ' +
    `who sees it; until then it is ${visibility}.`
  );
}

function namedByColumn(error: InvalidInput): InvalidInput {
  const columns = Object.entries(NEED_FIELDS);
  return new InvalidInput(
    error.errors.map(({ path, detail }) => ({
      path: columns.find(([, field]) => field === path)?.[0] ?? path,
      detail,
    })),
  );
}
