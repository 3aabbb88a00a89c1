import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork, type ReadTx } from '#libs/platform';
import { Allow, Answers, CurrentActor, InSession } from '#libs/platform/http';
import { IdentityQueries } from '../identity.queries.js';
import { IdentityService } from '../identity.service.js';
import { NewMembershipDto, PeoplePage, PeopleQuery, PersonDetailDto, PersonDto, TakenAwayDto } from './people.dto.js';

@ApiTags('people')
@Controller('people')
export class PeopleController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: IdentityService,
    private readonly queries: IdentityQueries,
  ) {}

  /** By name. */
  @Get()
  @Allow('administrator', 'auditor')
  @Answers(200, PeoplePage)
  async list(@CurrentActor() actor: Actor, @Query() query: PeopleQuery): Promise<PeoplePage> {
    const page = await this.uow.read(actor, (tx) => this.queries.people(tx, query));
    return { ...page, items: page.items.map(PersonDto.of) };
  }

  /** With the roles whose end can still be undone. */
  @Get(':id')
  @Allow('administrator', 'auditor')
  @Answers(200, PersonDetailDto, [404])
  one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<PersonDetailDto> {
    return this.uow.read(actor, (tx) => this.detail(tx, id));
  }

  /** Gives another role to a person who is there. */
  @Post(':id/memberships')
  @Allow('administrator')
  @InSession()
  @Answers(201, PersonDetailDto, [404, 409])
  give(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { organizationId, role }: NewMembershipDto,
  ): Promise<PersonDetailDto> {
    return this.uow.run(actor, async (tx) => {
      await this.identity.giveMembership(tx, { personId: id, organizationId, role });
      return this.detail(tx, id);
    });
  }

  /** Takes a role away at once: its sessions end, its API tokens are revoked, and a point of contact is it no longer. */
  @Post(':id/memberships/:membershipId/end')
  @Allow('administrator')
  @InSession()
  @Answers(204, null, [404, 409])
  async end(
    @CurrentActor() actor: Actor,
    @Param('id') personId: string,
    @Param('membershipId') id: string,
    @Body() { reason }: TakenAwayDto,
  ): Promise<void> {
    await this.uow.run(actor, (tx) => this.identity.endMembership(tx, { id, personId }, reason));
  }

  /**
   * Undoes the end of a role, within a day of it. The person signs in again; sessions, API tokens and invitations stay ended, and to
   * be point of contact again they are designated anew.
   */
  @Post(':id/memberships/:membershipId/restore')
  @Allow('administrator')
  @InSession()
  @Answers(204, null, [404, 409])
  async restore(
    @CurrentActor() actor: Actor,
    @Param('id') personId: string,
    @Param('membershipId') id: string,
  ): Promise<void> {
    await this.uow.run(actor, (tx) => this.identity.restoreMembership(tx, { id, personId }));
  }

  /** Shuts a person out of everything at once; where they are point of contact they are it no longer. */
  @Post(':id/disable')
  @Allow('administrator')
  @InSession()
  @Answers(204, null, [404, 409])
  async disable(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { reason }: TakenAwayDto,
  ): Promise<void> {
    await this.uow.run(actor, (tx) => this.identity.disablePerson(tx, id, reason));
  }

  /** Opens the account again, with the roles of before. To be point of contact again the person is designated anew. */
  @Post(':id/enable')
  @Allow('administrator')
  @InSession()
  @Answers(204, null, [404])
  async enable(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.uow.run(actor, (tx) => this.identity.enablePerson(tx, id));
  }

  private async detail(tx: ReadTx, id: string): Promise<PersonDetailDto> {
    return PersonDetailDto.with(await this.queries.person(tx, id), await this.queries.endedRoles(tx, id));
  }
}
