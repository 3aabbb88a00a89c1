import {
  AmountField,
  DateField,
  EnumField,
  IdField,
  IntField,
  MoneyDto,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import { FLOW_KINDS, type FlowKind } from '../flow.rules.js';
import type { FlowsOfCurrency, FlowsSummary, FlowView } from '../flows.queries.js';

export class FlowQuery extends PageQuery {
  @IdField({ description: 'Only flows to this need', optional: true, prefix: 'need' })
  needId?: string;

  @EnumField({ description: 'Only flows of this kind', optional: true, values: FLOW_KINDS })
  kind?: FlowKind;
}

class FlowRateDto {
  @TextField({ description: 'Units of the currency for one US dollar', max: 40, example: '0.9123' })
  unitsPerUsd!: string;

  @DateField({ description: 'Day from which the rate was in force' })
  on!: string;

  @TextField({ description: 'Whose rate it is', max: 300 })
  source!: string;
}

export class FlowDto {
  @IdField({ description: 'Id', prefix: 'flow' })
  id!: string;

  @IdField({ description: 'Need that it is for; null when for none in particular', nullable: true, prefix: 'need' })
  needId!: string | null;

  @TextField({ description: 'Where the report comes from', max: 100 })
  source!: string;

  @TextField({ description: 'Reference there', max: 100 })
  externalRef!: string;

  @TextField({ description: 'Who gives', max: 300 })
  donorName!: string;

  @EnumField({ description: 'A promise, a signed obligation, or money paid', values: FLOW_KINDS, name: 'FlowKind' })
  kind!: FlowKind;

  @NestedField({ description: 'As reported', type: () => MoneyDto })
  amount!: MoneyDto;

  @NestedField({
    description: 'At the rate of its day; null when none was known',
    nullable: true,
    type: () => MoneyDto,
  })
  usd!: MoneyDto | null;

  @NestedField({ description: 'The rate, frozen at the import', nullable: true, type: () => FlowRateDto })
  rate!: FlowRateDto | null;

  @DateField({ description: 'Day of the flow' })
  valueDate!: string;

  @TextField({ description: 'In the words of the source', min: 0, max: 5_000 })
  description!: string;

  static of(flow: FlowView): FlowDto {
    return flow;
  }
}

export class FlowPage extends pageOf(FlowDto) {}

class FlowsOfCurrencyDto implements FlowsOfCurrency {
  @TextField({ description: 'ISO 4217 code', max: 3 })
  currency!: string;

  @AmountField({ description: 'Promised, minor units' })
  pledged!: string;

  @AmountField({ description: 'Signed, minor units' })
  committed!: string;

  @AmountField({ description: 'Paid, minor units' })
  paid!: string;
}

/** Three numbers side by side. They are never added: the same money may stand in all three. */
export class FlowsSummaryDto implements FlowsSummary {
  @NestedField({ description: 'Per currency as reported', list: { max: 300 }, type: () => FlowsOfCurrencyDto })
  byCurrency!: readonly FlowsOfCurrencyDto[];

  @NestedField({ description: 'In US dollars, at the rates frozen with each flow', type: () => FlowsOfCurrencyDto })
  usd!: FlowsOfCurrencyDto;

  @IntField({ description: 'Flows that no rate was known for; they are missing in `usd`', min: 0, max: 1_000_000_000 })
  unconverted!: number;
}
