import { Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  ANYONE,
  created,
  CurrentActor,
  FormBody,
  IfMatch,
  NeedsIfMatch,
  withEtag,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { NeedDraftsService } from '../need-drafts.service.js';
import { NeedsCounts } from '../needs.counts.js';
import { NeedsQueries } from '../needs.queries.js';
import { NeedAnswers } from './need-answers.js';
import { NeedFacetsDto, NeedMapDto, NeedMatrixDto } from './needs.counts.dto.js';
import { NeedDto, NeedPage, NeedSummaryDto } from './needs.dto.js';
import { NeedInput, NeedPatch } from './needs.input.dto.js';
import { NeedFilterQuery, NeedQuery } from './needs.query.dto.js';

@ApiTags('needs')
@Controller('needs')
export class NeedsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly drafts: NeedDraftsService,
    private readonly answers: NeedAnswers,
    private readonly queries: NeedsQueries,
    private readonly counts: NeedsCounts,
  ) {}

  /** Needs that the caller may see. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, NeedPage)
  async list(@CurrentActor() actor: Actor, @Query() query: NeedQuery): Promise<NeedPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { ...page, items: page.items.map(NeedSummaryDto.of) };
  }

  /** How many needs each value of a filter would leave; loads apart from the list. */
  @Get('facets')
  @Allow(...ANYONE)
  @Answers(200, NeedFacetsDto)
  async facets(@CurrentActor() actor: Actor, @Query() query: NeedFilterQuery): Promise<NeedFacetsDto> {
    return NeedFacetsDto.of(await this.uow.read(actor, (tx) => this.counts.facets(tx, query)));
  }

  /** Needs and their money per country or area. */
  @Get('map')
  @Allow(...ANYONE)
  @Answers(200, NeedMapDto)
  async map(@CurrentActor() actor: Actor, @Query() query: NeedFilterQuery): Promise<NeedMapDto> {
    return NeedMapDto.of(await this.uow.read(actor, (tx) => this.counts.map(tx, query)));
  }

  /** Needs and their open money per category and region. */
  @Get('matrix')
  @Allow(...ANYONE)
  @Answers(200, NeedMatrixDto)
  async matrix(@CurrentActor() actor: Actor, @Query() query: NeedFilterQuery): Promise<NeedMatrixDto> {
    return NeedMatrixDto.of(await this.uow.read(actor, (tx) => this.counts.matrix(tx, query)));
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
  @Answers(201, NeedDto, [409])
  async draft(
    @CurrentActor() actor: Actor,
    @FormBody(NeedInput) { usable, wrong }: UsableBody<NeedInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const view = await this.uow.run(actor, async (tx) =>
      this.queries.get(tx, await this.drafts.draft(tx, NeedInput.contentOf(usable), wrong)),
    );
    return created(reply, 'needs', NeedDto.of(view));
  }

  /** Begins a draft with the content of a need of the caller's own organization. */
  @Post(':id/copy')
  @Allow('focal-point')
  @Answers(201, NeedDto, [404])
  async copy(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const view = await this.uow.run(actor, async (tx) => this.queries.get(tx, await this.drafts.copy(tx, needId)));
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
    @FormBody(NeedPatch) { usable, wrong }: UsableBody<NeedPatch>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const changes = NeedPatch.changesOf(usable);
    const verb = (tx: Tx) => this.drafts.revise(tx, { needId, version }, changes, wrong);
    return this.answers.after(verb, { actor, needId, reply });
  }
}
