import type { INestApplicationContext } from '@nestjs/common';
import { FLOW_COLUMNS, FlowsImport } from '#libs/flows';
import { InvalidInput } from '#libs/kernel';
import { NeedsImport } from '#libs/needs';
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

export function needsImporter(services: INestApplicationContext, source: string, map: CategoryMap): RowImporter {
  const needs = services.get(NeedsImport);
  return {
    columns: {
      required: ['need_ref', 'title', 'recipient_country', 'requesting_org', 'required_amount', 'required_currency'],
      optional: ['sector', 'cluster', 'start_date', 'end_date', 'objectives', 'activities'],
    },
    key: ['need_ref', 'requesting_org'],
    async importRow(tx, record) {
      const text = (column: NeedColumn) => record[column] ?? '';
      const categoryCode = map.get(sectorKey(text('sector')));
      const { outcome, notes } = await needs
        .importRow(tx, {
          source,
          externalRef: text('need_ref'),
          title: text('title'),
          areaIso2: text('recipient_country'),
          // The file names its organizations in one way only, so the name is the reference.
          requestingOrganization: { externalRef: text('requesting_org'), name: text('requesting_org') },
          startDate: text('start_date'),
          endDate: text('end_date'),
          amount: text('required_amount'),
          currency: text('required_currency'),
          sourceSector: text('sector'),
          sourceCluster: text('cluster'),
          categoryCode: categoryCode ?? '',
          objectives: text('objectives'),
          activities: text('activities'),
        })
        .catch((error: unknown) => {
          throw error instanceof InvalidInput ? namedByColumn(error) : error;
        });
      if (categoryCode !== undefined) return { outcome, notes };
      const sector = JSON.stringify(text('sector'));
      const remark = `The sector ${sector} is not in the category map; its items stand under OTHER, which matches nothing.`;
      return { outcome, notes, remark };
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

function namedByColumn(error: InvalidInput): InvalidInput {
  const columns = Object.entries(NEED_FIELDS);
  return new InvalidInput(
    error.errors.map(({ path, detail }) => ({
      path: columns.find(([, field]) => field === path)?.[0] ?? path,
      detail,
    })),
  );
}
