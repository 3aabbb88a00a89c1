import { Body, Controller, Delete, Get, Header, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, created, CurrentActor, SIGNED_IN, SessionRequired } from '#libs/platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiTokensService } from '../api-tokens.service.js';
import { ApiTokenDto, ApiTokensDto, CreateApiTokenDto, CreatedApiTokenDto } from './api-tokens.dto.js';

@ApiTags('session')
@Controller('api-tokens')
export class ApiTokensController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly tokens: ApiTokensService,
  ) {}

  /** The signed-in person's own. */
  @Get()
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(200, ApiTokensDto)
  async list(@CurrentActor() actor: Actor): Promise<ApiTokensDto> {
    const tokens = await this.uow.read(actor, (tx) => this.tokens.list(tx));
    return { items: tokens.map(ApiTokenDto.of) };
  }

  /** Makes a token that acts under the membership of this session. */
  @Post()
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(201, CreatedApiTokenDto, [409])
  async create(
    @CurrentActor() actor: Actor,
    @Body() { name, days }: CreateApiTokenDto,
    @Req() { credential }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedApiTokenDto> {
    if (credential?.kind !== 'session') throw new SessionRequired();
    const { membershipId } = credential;
    const { record, token } = await this.uow.run(actor, (tx) => this.tokens.create(tx, { name, days, membershipId }));
    return created(reply, 'api-tokens', { ...ApiTokenDto.of(record), token });
  }

  /** Revokes a token of one's own, at once. */
  @Delete(':id')
  @Allow(...SIGNED_IN)
  @Answers(204, null, [404])
  async revoke(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.uow.run(actor, (tx) => this.tokens.revoke(tx, id));
  }
}
