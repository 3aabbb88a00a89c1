import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, CurrentActor } from '#libs/platform/http';
import { ReportingCycleQueries } from '../reporting-cycle.queries.js';
import { ReportingCyclePage, ReportingCycleQuery } from './reporting-cycles.dto.js';

@ApiTags('national reports')
@Controller('reporting-cycles')
export class ReportingCyclesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: ReportingCycleQueries,
  ) {}

  /** Who reported and who asked in one cycle, by name: each only as far as the caller may see the reports and the needs. */
  @Get(':code')
  @Allow(...ANYONE)
  @Answers(200, ReportingCyclePage, [404])
  async states(
    @CurrentActor() actor: Actor,
    @Param('code') code: string,
    @Query() query: ReportingCycleQuery,
  ): Promise<ReportingCyclePage> {
    return ReportingCyclePage.from(await this.uow.read(actor, (tx) => this.queries.states(tx, code, query)));
  }
}
