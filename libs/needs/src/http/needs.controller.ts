import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, created, CurrentActor, IfMatch, NeedsIfMatch, withEtag } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { NeedDraftsService } from '../need-drafts.service.js';
import { NeedsQueries } from '../needs.queries.js';
import { NeedAnswers } from './need-answers.js';
import { NeedDto, NeedPage, NeedSummaryDto } from './needs.dto.js';
import { NeedInput, NeedPatch, NeedQuery } from './needs.input.dto.js';

@ApiTags('needs')
@Controller('needs')
export class NeedsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly drafts: NeedDraftsService,
    private readonly answers: NeedAnswers,
    private readonly queries: NeedsQueries,
  ) {}

  /** Needs that the caller may see. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, NeedPage)
  async list(@CurrentActor() actor: Actor, @Query() query: NeedQuery): Promise<NeedPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { ...page, items: page.items.map(NeedSummaryDto.of) };
  }

  @Get(':id')
  @Allow(...ANYONE)
  @Answers(200, NeedDto, [404])
  async get(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return withEtag(reply, NeedDto.of(await this.uow.read(actor, (tx) => this.queries.get(tx, id))));
  }

  /** Begins a need of the caller's own organization. */
  @Post()
  @Allow('focal-point')
  @Answers(201, NeedDto)
  async draft(
    @CurrentActor() actor: Actor,
    @Body() input: NeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const view = await this.uow.run(actor, async (tx) =>
      this.queries.get(tx, await this.drafts.draft(tx, NeedInput.contentOf(input))),
    );
    return created(reply, 'needs', NeedDto.of(view));
  }

  /** Rewrites a draft of the caller's own organization, or what was given back to it. */
  @Patch(':id')
  @Allow('focal-point')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  revise(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() patch: NeedPatch,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const changes = NeedPatch.changesOf(patch);
    return this.answers.after((tx) => this.drafts.revise(tx, { needId, version }, changes), { actor, needId, reply });
  }
}
