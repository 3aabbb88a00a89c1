import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { InvalidInput, newId, type ProblemItem } from '#libs/kernel';
import { isViolation, type ReadTx, type Tx } from '#libs/platform';
import { ReferenceQueries } from '#libs/reference';
import { Flow } from './flow.entity.js';
import { readFlowRow, type FlowRow } from './flow.rules.js';
import { FlowDiffers } from './flows.errors.js';

/** Column of the import file → property, for what is compared when a reference comes back. */
const COMPARED = {
  need_ref: 'needId',
  donor: 'donorName',
  donor_ref: 'donorRef',
  status_code: 'kind',
  amount: 'amountMinor',
  currency: 'currency',
  value_date: 'valueDate',
  description: 'description',
} as const satisfies Record<string, keyof Flow>;

export interface ImportedFlow {
  /** `unchanged`: the same stood there already and nothing was written. */
  readonly outcome: 'imported' | 'unchanged';
  /** What a person should know although the row was used. */
  readonly notes: readonly string[];
  /** What is true of many rows. */
  readonly remark?: string;
}

/** Brings in what others report to have pledged, committed and paid. */
@Injectable()
export class FlowsImport {
  constructor(
    private readonly reference: ReferenceQueries,
    private readonly audit: Audit,
  ) {}

  /**
   * Brings one row in under (source, flow_ref). Its value in US dollars is frozen at the newest rate on or before the value
   * date; where there is none it stays empty. The same content again is `unchanged`.
   * @throws InvalidInput with columns as paths; FlowDiffers when the reference was imported with other content
   */
  async importRow(tx: Tx, source: string, record: Readonly<Record<string, string>>): Promise<ImportedFlow> {
    const row = readFlowRow(record);
    const needId = await findNeed(tx, source, row.needRef);
    const content = {
      needId,
      donorName: row.donorName,
      donorRef: row.donorRef,
      kind: row.kind,
      amountMinor: row.amount.minor,
      currency: row.amount.currency,
      valueDate: row.valueDate,
      description: row.description,
    };
    const notes = row.amount.minor === 0n ? ['The source names no amount; it stands as 0.'] : [];
    const known = await tx.findOneBy(Flow, { source, externalRef: row.externalRef });
    if (known) {
      const differing = Object.entries(COMPARED).filter(([, property]) => known[property] !== content[property]);
      if (differing.length === 0) return { outcome: 'unchanged', notes };
      throw new FlowDiffers(
        row.externalRef,
        differing.map(([column, property]) => was(column, known[property])),
      );
    }
    const flow = { id: newId('flow'), source, externalRef: row.externalRef, ...content };
    const remark = (await this.insert(tx, flow, row))
      ? undefined
      : `No rate of ${content.currency} of the value date, or of the weeks before it, is known, so they have no value in US dollars, and will not get one.`;
    return { outcome: 'imported', notes, remark };
  }

  /** Returns whether a rate was known. */
  private async insert(
    tx: Tx,
    flow: Omit<Flow, UsdColumn | 'importedAt'>,
    { amount, valueDate }: FlowRow,
  ): Promise<boolean> {
    const conversion = await this.reference.toUsd(tx, amount, valueDate);
    try {
      await tx.insert(Flow, {
        ...flow,
        usdMinor: conversion?.usd.minor ?? null,
        rateUnitsPerUsd: conversion?.rate ?? null,
        rateOn: conversion?.rateOn ?? null,
        rateSource: conversion?.source ?? null,
      });
    } catch (error) {
      if (!isViolation(error, 'fk_flows_currency')) throw error;
      throw new InvalidInput([{ path: 'currency', detail: 'is not a currency of ISO 4217' }]);
    }
    await this.audit.record(tx, {
      act: 'flow.imported',
      refId: flow.id,
      payload: { source: flow.source, externalRef: flow.externalRef, kind: flow.kind, amount: amount.toString() },
    });
    return conversion !== null;
  }
}

type UsdColumn = 'usdMinor' | 'rateUnitsPerUsd' | 'rateOn' | 'rateSource';

async function findNeed(tx: ReadTx, source: string, needRef: string | null): Promise<string | null> {
  if (needRef === null) return null;
  const [need] = await tx.query<{ id: string }[]>('SELECT id FROM needs WHERE source = $1 AND external_ref = $2', [
    source,
    needRef,
  ]);
  if (need) return need.id;
  throw new InvalidInput([
    {
      path: 'need_ref',
      detail: `names no need imported from ${source}; import the needs first, with the same --source`,
    },
  ]);
}

function was(column: string, value: string | bigint | null): ProblemItem {
  return { path: column, detail: `differs from what flow_ref was imported with before (${value ?? 'nothing'})` };
}
