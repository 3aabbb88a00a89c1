import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor } from '#libs/platform/http';
import { AuditQueries } from '../audit.queries.js';
import { AuditEntryDto, AuditPage, AuditQuery } from './audit.dto.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: AuditQueries,
  ) {}

  /** Who did what, newest first. */
  @Get()
  @Allow('auditor', 'coordinator')
  @Answers(200, AuditPage)
  async list(@CurrentActor() actor: Actor, @Query() query: AuditQuery): Promise<AuditPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { items: page.items.map((entry) => AuditEntryDto.of(entry, actor.role)), nextCursor: page.nextCursor };
  }
}
