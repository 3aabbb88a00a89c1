import { Body, Controller, Delete, HttpCode, Inject, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { calendarDateOf, type Actor, type Clock } from '#libs/kernel';
import { CLOCK, UnitOfWork, type Tx } from '#libs/platform';
import { Allow, Answers, CurrentActor, FormBody, IfMatch, NeedsIfMatch, type UsableBody } from '#libs/platform/http';
import { IdentityQueries } from '../identity.queries.js';
import { PointsOfContactQueries } from '../points-of-contact.queries.js';
import { PointsOfContactService } from '../points-of-contact.service.js';
import { OrganizationDetailDto } from './organizations.dto.js';
import {
  DelegateInput,
  DesignateInput,
  EndContactInput,
  HandOverInput,
  LetterInput,
  ShowContactInput,
} from './points-of-contact.dto.js';

/** Who speaks for a State or a regional organization. If-Match is the version of the point of contact. */
@ApiTags('organizations')
@Controller()
export class PointsOfContactController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly service: PointsOfContactService,
    private readonly contacts: PointsOfContactQueries,
    private readonly queries: IdentityQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Enters whom a letter designates. */
  @Post('organizations/:id/points-of-contact')
  @Allow('coordinator', 'administrator')
  @Answers(201, OrganizationDetailDto, [404, 409])
  designate(
    @CurrentActor() actor: Actor,
    @Param('id') organizationId: string,
    @FormBody(DesignateInput) { usable, wrong }: UsableBody<DesignateInput>,
  ): Promise<OrganizationDetailDto> {
    return this.uow.run(actor, async (tx) => {
      await this.service.designate(tx, organizationId, DesignateInput.contactOf(usable), wrong);
      return this.detail(tx, organizationId);
    });
  }

  /** Somebody else takes over from a day on: the secretariat enters it, or the primary point of contact does it. */
  @Post('points-of-contact/:id/hand-over')
  @HttpCode(200)
  @Allow('focal-point', 'coordinator', 'administrator')
  @Answers(200, OrganizationDetailDto, [404, 409])
  @NeedsIfMatch()
  handOver(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @FormBody(HandOverInput) { usable, wrong }: UsableBody<HandOverInput>,
  ): Promise<OrganizationDetailDto> {
    const next = HandOverInput.successorOf(usable);
    return this.after(actor, id, (tx) => this.service.handOver(tx, { id, version }, next, wrong));
  }

  /** Adds the letter of designation, or puts another in its place. */
  @Put('points-of-contact/:id/letter')
  @Allow('focal-point', 'coordinator', 'administrator')
  @Answers(200, OrganizationDetailDto, [404, 409])
  @NeedsIfMatch()
  setLetter(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { letterFileId }: LetterInput,
  ): Promise<OrganizationDetailDto> {
    return this.after(actor, id, (tx) => this.service.setLetter(tx, { id, version }, letterFileId));
  }

  /** It ends, and nobody takes over. Ended on its first day it never was, and a term that was handed over goes back. */
  @Post('points-of-contact/:id/end')
  @HttpCode(200)
  @Allow('coordinator', 'administrator')
  @Answers(200, OrganizationDetailDto, [404, 409])
  @NeedsIfMatch()
  end(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { endsOn }: EndContactInput,
  ): Promise<OrganizationDetailDto> {
    return this.after(actor, id, (tx) => this.service.end(tx, { id, version }, endsOn));
  }

  /** Says that it still holds. */
  @Post('points-of-contact/:id/verify')
  @HttpCode(200)
  @Allow('focal-point', 'coordinator', 'administrator')
  @Answers(200, OrganizationDetailDto, [404, 409])
  @NeedsIfMatch()
  verify(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
  ): Promise<OrganizationDetailDto> {
    return this.after(actor, id, (tx) => this.service.verify(tx, { id, version }));
  }

  /** Says what of it the public is shown: the person themselves, or the secretariat on their word. */
  @Patch('points-of-contact/:id')
  @HttpCode(200)
  @Allow('focal-point', 'coordinator', 'administrator')
  @Answers(200, OrganizationDetailDto, [404, 409])
  @NeedsIfMatch()
  show(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() input: ShowContactInput,
  ): Promise<OrganizationDetailDto> {
    return this.after(actor, id, (tx) => this.service.show(tx, { id, version }, ShowContactInput.factsOf(input)));
  }

  /** Has another focal point of the organization hand in requests in its place, until a day. */
  @Post('points-of-contact/:id/delegations')
  @HttpCode(200)
  @Allow('focal-point')
  @Answers(200, OrganizationDetailDto, [404, 409])
  @NeedsIfMatch()
  delegate(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { personId, until }: DelegateInput,
  ): Promise<OrganizationDetailDto> {
    return this.after(actor, id, (tx) => this.service.delegate(tx, { id, version }, { personId, until }));
  }

  /** Takes a delegation back. */
  @Delete('points-of-contact/:id/delegations/:delegationId')
  @HttpCode(200)
  @Allow('focal-point', 'coordinator', 'administrator')
  @Answers(200, OrganizationDetailDto, [404, 409])
  @NeedsIfMatch()
  endDelegation(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('delegationId') delegationId: string,
    @IfMatch() version: number,
  ): Promise<OrganizationDetailDto> {
    return this.after(actor, id, (tx) => this.service.endDelegation(tx, { id, version }, delegationId));
  }

  /** Does one verb and answers with the organization as it is after that. */
  private after(actor: Actor, id: string, verb: (tx: Tx) => Promise<unknown>): Promise<OrganizationDetailDto> {
    return this.uow.run(actor, async (tx) => {
      await verb(tx);
      return this.detail(tx, await this.contacts.organizationOf(tx, id));
    });
  }

  private async detail(tx: Tx, organizationId: string): Promise<OrganizationDetailDto> {
    return OrganizationDetailDto.with(
      await this.queries.organization(tx, organizationId),
      await this.contacts.ofOrganization(tx, organizationId, calendarDateOf(this.clock.now())),
    );
  }
}
