import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FundsQueries } from '#libs/funds';
import { AgreementDto } from '#libs/funds/http';
import type { Actor } from '#libs/kernel';
import { UnitOfWork, type ReadTx } from '#libs/platform';
import {
  Allow,
  Answers,
  created,
  CurrentActor,
  FormBody,
  IdempotentRequest,
  IfMatch,
  NeedsIdempotencyKey,
  NeedsIfMatch,
  once,
  withEtag,
  type IdempotencyKey,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { AllocationsService } from '../allocations.service.js';
import { FacilityQueries } from '../facility.queries.js';
import { MoneyTrailQueries } from '../money-trail.queries.js';
import { OfferAgreementsService } from '../offer-agreements.service.js';
import { Sight, type SeenProject } from '../trail.visibility.js';
import {
  AllocationDto,
  CancelProjectDto,
  OfferAgreementDto,
  ProjectDto,
  ProjectPage,
  ProjectsQuery,
  ProjectSummaryDto,
} from './facility.dto.js';
import { MoneyTrailDto } from './money-trail.dto.js';

/** The parties of a match, other donors who pay for it, and those who coordinate, pay and check. Whose it is, the query asks. */
export const PROJECT_READERS = ['focal-point', 'donor', 'coordinator', 'finance', 'approver', 'auditor'] as const;

@ApiTags('facility')
@Controller()
export class ProjectsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly allocations: AllocationsService,
    private readonly offerAgreements: OfferAgreementsService,
    private readonly funds: FundsQueries,
    private readonly queries: FacilityQueries,
    private readonly trails: MoneyTrailQueries,
  ) {}

  /** The offer of a confirmed match becomes an agreement with a fund: it leaves the market, and its matches are paid from there. */
  @Post('matches/:id/agreement')
  @Allow('finance')
  @Answers(201, AgreementDto, [404, 409])
  @NeedsIdempotencyKey()
  async agree(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IdempotentRequest() key: IdempotencyKey,
    @FormBody(OfferAgreementDto) { usable, wrong }: UsableBody<OfferAgreementDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    const agreement = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        const id = await this.offerAgreements.record(tx, { matchId, ...usable }, wrong);
        return AgreementDto.of(await this.funds.agreement(tx, id));
      }),
    );
    return created(reply, 'agreements', agreement);
  }

  /** Sets money of a fund aside for a confirmed match. */
  @Post('matches/:id/allocation')
  @Allow('coordinator')
  @Answers(201, ProjectDto, [404, 409])
  @NeedsIdempotencyKey()
  async allocate(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IdempotentRequest() key: IdempotencyKey,
    @FormBody(AllocationDto) { usable, wrong }: UsableBody<AllocationDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectDto> {
    const project = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        const id = await this.allocations.allocate(tx, { matchId, ...usable }, wrong);
        return ProjectDto.of(await this.seen(tx, id));
      }),
    );
    return created(reply, 'projects', project);
  }

  /** From the match to the entries in the ledger: who gave, who decided, who was paid. */
  @Get('matches/:id/money-trail')
  @Allow(...PROJECT_READERS)
  @Answers(200, MoneyTrailDto, [404])
  async trail(@CurrentActor() actor: Actor, @Param('id') matchId: string): Promise<MoneyTrailDto> {
    return MoneyTrailDto.of(await this.uow.read(actor, (tx) => this.trails.ofMatch(tx, matchId)));
  }

  /** Projects that the caller may see, the newest first: a donor those that its money pays. */
  @Get('projects')
  @Allow(...PROJECT_READERS)
  @Answers(200, ProjectPage)
  async list(@CurrentActor() actor: Actor, @Query() query: ProjectsQuery): Promise<ProjectPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.projects(tx, query));
    return {
      ...page,
      items: page.items.map((project) => ProjectSummaryDto.summaryOf(Sight.of(actor, project).project(project))),
    };
  }

  @Get('projects/:id')
  @Allow(...PROJECT_READERS)
  @Answers(200, ProjectDto, [404])
  async find(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectDto> {
    return withEtag(reply, ProjectDto.of(await this.uow.read(actor, (tx) => this.seen(tx, id))));
  }

  /** Lets the money go, while nothing of it is ordered. */
  @Post('projects/:id/cancel')
  @Allow('coordinator')
  @Answers(200, ProjectDto, [404, 409])
  @NeedsIfMatch()
  async cancel(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { reason }: CancelProjectDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProjectDto> {
    const project = await this.uow.run(actor, async (tx) => {
      await this.allocations.cancel(tx, id, version, reason);
      return this.seen(tx, id);
    });
    return withEtag(reply, ProjectDto.of(project));
  }

  private async seen(tx: ReadTx, id: string): Promise<SeenProject> {
    const project = await this.queries.project(tx, id);
    return Sight.of(tx.actor, project).project(project);
  }
}
