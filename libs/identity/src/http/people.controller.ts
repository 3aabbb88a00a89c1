import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor, InSession } from '#libs/platform/http';
import { IdentityQueries } from '../identity.queries.js';
import { IdentityService } from '../identity.service.js';
import { NewMembershipDto, PeoplePage, PeopleQuery, PersonDto } from './people.dto.js';

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

  @Get(':id')
  @Allow('administrator', 'auditor')
  @Answers(200, PersonDto, [404])
  async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<PersonDto> {
    return PersonDto.of(await this.uow.read(actor, (tx) => this.queries.person(tx, id)));
  }

  /** Gives another role to a person who is there. */
  @Post(':id/memberships')
  @Allow('administrator')
  @InSession()
  @Answers(201, PersonDto, [404, 409])
  async give(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { organizationId, role }: NewMembershipDto,
  ): Promise<PersonDto> {
    const person = await this.uow.run(actor, async (tx) => {
      await this.identity.giveMembership(tx, { personId: id, organizationId, role });
      return this.queries.person(tx, id);
    });
    return PersonDto.of(person);
  }

  /** Takes a role away at once: its sessions end, its API tokens are revoked, and a point of contact is it no longer. */
  @Delete(':id/memberships/:membershipId')
  @Allow('administrator')
  @InSession()
  @Answers(204, null, [404, 409])
  async end(
    @CurrentActor() actor: Actor,
    @Param('id') personId: string,
    @Param('membershipId') id: string,
  ): Promise<void> {
    await this.uow.run(actor, (tx) => this.identity.endMembership(tx, { id, personId }));
  }

  /** Shuts a person out of everything at once; where they are point of contact they are it no longer. */
  @Post(':id/disable')
  @Allow('administrator')
  @InSession()
  @Answers(204, null, [404, 409])
  async disable(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.uow.run(actor, (tx) => this.identity.disablePerson(tx, id));
  }

  /** Opens the account again, with the roles of before. To be point of contact again the person is designated anew. */
  @Post(':id/enable')
  @Allow('administrator')
  @InSession()
  @Answers(204, null, [404])
  async enable(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.uow.run(actor, (tx) => this.identity.enablePerson(tx, id));
  }
}
