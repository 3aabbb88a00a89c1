import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, CurrentActor } from '#libs/platform/http';
import { FlowsQueries } from '../flows.queries.js';
import { FlowDto, FlowPage, FlowQuery, FlowsSummaryDto } from './flows.dto.js';

@ApiTags('flows')
@Controller()
export class FlowsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly flows: FlowsQueries,
  ) {}

  /** Pledges, commitments and payments that others reported, the newest first. */
  @Get('flows')
  @Allow(...ANYONE)
  @Answers(200, FlowPage)
  async list(@CurrentActor() actor: Actor, @Query() query: FlowQuery): Promise<FlowPage> {
    const page = await this.uow.read(actor, (tx) => this.flows.page(tx, query));
    return { items: page.items.map((flow) => FlowDto.of(flow)), nextCursor: page.nextCursor };
  }

  /** What was promised, signed and paid for a need: three numbers. */
  @Get('needs/:id/flows-summary')
  @Allow(...ANYONE)
  @Answers(200, FlowsSummaryDto, [404])
  async summary(@CurrentActor() actor: Actor, @Param('id') needId: string): Promise<FlowsSummaryDto> {
    return this.uow.read(actor, (tx) => this.flows.summary(tx, needId));
  }
}
