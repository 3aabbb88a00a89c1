import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { calendarDateOf, type Actor, type CalendarDate, type Clock } from '#libs/kernel';
import { CLOCK, UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, created, CurrentActor, IfMatch, NeedsIfMatch, withEtag } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { IdentityQueries } from '../identity.queries.js';
import { IdentityService } from '../identity.service.js';
import { PointsOfContactQueries } from '../points-of-contact.queries.js';
import {
  CreateOrganizationDto,
  DescribeOrganizationDto,
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
    const detail = await this.uow.read(actor, async (tx) =>
      OrganizationDetailDto.with(
        await this.queries.organization(tx, id),
        await this.contacts.ofOrganization(tx, id, this.today()),
      ),
    );
    return withEtag(reply, detail);
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

  /** Says, or corrects, of what kind an organization is: one that an import found gives no roles before. */
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

  private today(): CalendarDate {
    return calendarDateOf(this.clock.now());
  }
}
