import { Body, Controller, Get, Inject, Param, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { calendarDateOf, type Actor, type CalendarDate, type Clock } from '#libs/kernel';
import { CLOCK, UnitOfWork, type ReadTx } from '#libs/platform';
import { Allow, Answers, ANYONE, created, CurrentActor, IfMatch, NeedsIfMatch, withEtag } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { IdentityQueries } from '../identity.queries.js';
import { IdentityService } from '../identity.service.js';
import { OrganizationAreasService } from '../organization-areas.service.js';
import { PointsOfContactQueries } from '../points-of-contact.queries.js';
import {
  CreateOrganizationDto,
  DescribeOrganizationDto,
  OrganizationAreasDto,
  OrganizationDetailDto,
  OrganizationDto,
  OrganizationPage,
  OrganizationSummaryDto,
  OrganizationsQuery,
} from './organizations.dto.js';

@ApiTags('organizations')
@Controller('organizations')
export class OrganizationsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: IdentityService,
    private readonly queries: IdentityQueries,
    private readonly contacts: PointsOfContactQueries,
    private readonly areas: OrganizationAreasService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** By name. The public is not shown those of which nobody has stated the kind. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, OrganizationPage)
  async list(@CurrentActor() actor: Actor, @Query() query: OrganizationsQuery): Promise<OrganizationPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.organizations(tx, query, this.today()));
    return { ...page, items: page.items.map(OrganizationSummaryDto.of) };
  }

  /** With its points of contact. */
  @Get(':id')
  @Allow(...ANYONE)
  @Answers(200, OrganizationDetailDto, [404])
  async one(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationDetailDto> {
    return withEtag(reply, await this.uow.read(actor, (tx) => this.detail(tx, id)));
  }

  @Post()
  @Allow('administrator')
  @Answers(201, OrganizationDto)
  async create(
    @CurrentActor() actor: Actor,
    @Body() body: CreateOrganizationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationDto> {
    const organization = await this.uow.run(actor, (tx) => this.identity.createOrganization(tx, body));
    return created(reply, 'organizations', OrganizationDto.of(organization));
  }

  /** Says, or corrects, what an organization is: one that an import found gives no roles before. */
  @Patch(':id')
  @Allow('administrator')
  @Answers(200, OrganizationDto, [404, 409])
  @NeedsIfMatch()
  async describe(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() body: DescribeOrganizationDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationDto> {
    const organization = await this.uow.run(actor, (tx) =>
      this.identity.describeOrganization(tx, { id, version }, body),
    );
    return withEtag(reply, OrganizationDto.of(organization));
  }

  /** Says for which countries and areas beside its own it may request: the members of a regional organization. */
  @Put(':id/areas')
  @Allow('coordinator', 'administrator')
  @Answers(200, OrganizationDetailDto, [404])
  @NeedsIfMatch()
  async requestFor(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { areas }: OrganizationAreasDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationDetailDto> {
    const detail = await this.uow.run(actor, async (tx) => {
      await this.areas.set(tx, { id, version }, areas);
      return this.detail(tx, id);
    });
    return withEtag(reply, detail);
  }

  private async detail(tx: ReadTx, id: string): Promise<OrganizationDetailDto> {
    return OrganizationDetailDto.with(
      await this.queries.organization(tx, id),
      await this.contacts.ofOrganization(tx, id, this.today()),
    );
  }

  private today(): CalendarDate {
    return calendarDateOf(this.clock.now());
  }
}
