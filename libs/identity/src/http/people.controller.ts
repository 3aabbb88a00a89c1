import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, created, CurrentActor } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { IdentityQueries } from '../identity.queries.js';
import { IdentityService } from '../identity.service.js';
import { CreatePersonDto, PersonDto } from './people.dto.js';

@ApiTags('people')
@Controller('people')
export class PeopleController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: IdentityService,
    private readonly queries: IdentityQueries,
  ) {}

  @Get(':id')
  @Allow('administrator', 'auditor')
  @Answers(200, PersonDto, [404])
  async one(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<PersonDto> {
    return PersonDto.of(await this.uow.read(actor, (tx) => this.queries.person(tx, id)));
  }

  /** A person with what they may act as. */
  @Post()
  @Allow('administrator')
  @Answers(201, PersonDto, [404, 409])
  async create(
    @CurrentActor() actor: Actor,
    @Body() body: CreatePersonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonDto> {
    const person = await this.uow.run(actor, async (tx) => {
      const { id } = await this.identity.addPerson(tx, body);
      return this.queries.person(tx, id);
    });
    return created(reply, 'people', PersonDto.of(person));
  }
}
