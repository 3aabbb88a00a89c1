import {
  BoolField,
  DateField,
  EnumField,
  IdField,
  IntField,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import { INSTRUMENTS, type Instrument } from '../national-report.rules.js';
import type { CyclePage, StateInCycleView } from '../reporting-cycle.queries.js';
import { CYCLE, REGION } from './national-reports.dto.js';
import { TITLE_MAX } from '../need.limits.js';
import { AREA } from './needs.dto.js';

const COUNT = { min: 0, max: 2_147_483_647 };

export class ReportingCycleQuery extends PageQuery {
  @TextField({ description: 'Only in this region or subregion (M49)', optional: true, ...REGION })
  region?: string;

  @BoolField({ description: 'Only States that reported, or that did not', optional: true })
  reported?: boolean;

  @BoolField({ description: 'Only States that asked, or that did not', optional: true })
  asked?: boolean;

  @BoolField({
    description: 'Also count all States that fit, and those of the region by what they did',
    optional: true,
  })
  total?: boolean;
}

class ReportInCycleDto {
  @IdField({ description: 'Id of the report', prefix: 'nrep' })
  id!: string;

  @TextField({ description: 'Its title', max: TITLE_MAX })
  title!: string;

  @EnumField({ description: 'What it is on', list: { min: 1, max: INSTRUMENTS.length }, values: INSTRUMENTS })
  instruments!: Instrument[];

  @DateField({ description: 'The day on which the State submitted it' })
  submittedOn!: string;
}

export class StateInCycleDto {
  @TextField({ description: 'Country or area (ISO 3166-1 alpha-2)', ...AREA })
  areaIso2!: string;

  @TextField({ description: 'UN short name', max: 100 })
  name!: string;

  @NestedField({
    description: 'What it filed for this cycle and the caller may see, the first submitted first',
    list: { max: 1_000 },
    type: () => ReportInCycleDto,
  })
  reports!: ReportInCycleDto[];

  @IntField({
    description: 'Needs that it submitted within the cycle, neither withdrawn nor rejected, that the caller may see',
    ...COUNT,
  })
  needs!: number;

  static of(this: void, { reports, ...state }: StateInCycleView): StateInCycleDto {
    return { ...state, reports: [...reports] };
  }
}

class CycleCountsDto {
  @IntField({ description: 'States of the region', ...COUNT })
  states!: number;

  @IntField({ description: 'Of them, reported', ...COUNT })
  reported!: number;

  @IntField({ description: 'Of them, asked', ...COUNT })
  asked!: number;

  @IntField({ description: 'Reported and did not ask', ...COUNT })
  reportedOnly!: number;

  @IntField({ description: 'Asked and did not report', ...COUNT })
  askedOnly!: number;
}

export class ReportingCyclePage extends pageOf(StateInCycleDto) {
  @TextField({ description: 'Code of the meeting that the cycle leads to', ...CYCLE })
  code!: string;

  @TextField({ description: 'The years of the two meetings around it', max: 9, example: '2024–2026' })
  name!: string;

  @DateField({ description: 'First day' })
  from!: string;

  @DateField({ description: 'Last day' })
  until!: string;

  @IntField({ description: 'All States that fit; only when asked for', optional: true, ...COUNT })
  total?: number;

  @NestedField({
    description: 'States of the region, whatever the other filters say; only when asked for',
    optional: true,
    type: () => CycleCountsDto,
  })
  counts?: CycleCountsDto;

  static from(this: void, { cycle, items, ...page }: CyclePage): ReportingCyclePage {
    const { code, name, from, until } = cycle;
    return { code, name, from, until, ...page, items: items.map(StateInCycleDto.of) };
  }
}
