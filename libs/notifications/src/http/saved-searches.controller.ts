import { Body, Controller, Delete, Get, Header, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, created, CurrentActor, IfMatch, NeedsIfMatch, SIGNED_IN, withEtag } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { SavedSearchesService } from '../saved-searches.service.js';
import { SavedSearchDto, SavedSearchesDto, SavedSearchInput, SavedSearchPatch } from './saved-searches.dto.js';

/** Filters of the list of needs that the signed-in person keeps under the membership they act under. */
@ApiTags('notifications')
@Controller('saved-searches')
export class SavedSearchesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly searches: SavedSearchesService,
  ) {}

  /** All of them, by name. */
  @Get()
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(200, SavedSearchesDto)
  async list(@CurrentActor() actor: Actor): Promise<SavedSearchesDto> {
    const items = await this.uow.read(actor, (tx) => this.searches.list(tx));
    return { items: items.map(SavedSearchDto.of) };
  }

  @Post()
  @Allow(...SIGNED_IN)
  @Answers(201, SavedSearchDto, [409])
  async save(
    @CurrentActor() actor: Actor,
    @Body() input: SavedSearchInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedSearchDto> {
    const search = await this.uow.run(actor, async (tx) => this.searches.get(tx, await this.searches.save(tx, input)));
    return created(reply, 'saved-searches', SavedSearchDto.of(search));
  }

  @Patch(':id')
  @Allow(...SIGNED_IN)
  @Answers(200, SavedSearchDto, [404, 409])
  @NeedsIfMatch()
  async change(
    @CurrentActor() actor: Actor,
    @Param('id') searchId: string,
    @IfMatch() version: number,
    @Body() patch: SavedSearchPatch,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SavedSearchDto> {
    const search = await this.uow.run(actor, async (tx) => {
      await this.searches.change(tx, { searchId, version }, patch);
      return this.searches.get(tx, searchId);
    });
    return withEtag(reply, SavedSearchDto.of(search));
  }

  @Delete(':id')
  @Allow(...SIGNED_IN)
  @Answers(204, null, [404])
  async remove(@CurrentActor() actor: Actor, @Param('id') searchId: string): Promise<void> {
    await this.uow.run(actor, (tx) => this.searches.remove(tx, searchId));
  }
}
