import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor } from '#libs/platform/http';
import { NeedDuplicatesQueries } from '../need-duplicates.queries.js';
import { NeedMergeService } from '../need-merge.service.js';
import { DuplicatesDto, TellApartInput } from './need-duplicates.dto.js';

/** Needs that may ask for the same. */
@ApiTags('needs')
@Controller('needs/:id/duplicates')
export class NeedDuplicatesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: NeedDuplicatesQueries,
    private readonly merges: NeedMergeService,
  ) {}

  /** Other needs of the area that may ask for the same, with what speaks for it. */
  @Get()
  @Allow('coordinator', 'auditor')
  @Answers(200, DuplicatesDto, [404])
  async list(@CurrentActor() actor: Actor, @Param('id') needId: string): Promise<DuplicatesDto> {
    return DuplicatesDto.of(await this.uow.read(actor, (tx) => this.queries.of(tx, needId)));
  }

  /** Says that the two are not the same, and why. */
  @Post(':otherId/tell-apart')
  @Allow('coordinator')
  @Answers(200, DuplicatesDto, [404, 409])
  async tellApart(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('otherId') otherId: string,
    @Body() { note }: TellApartInput,
  ): Promise<DuplicatesDto> {
    const found = await this.uow.run(actor, async (tx) => {
      await this.merges.tellApart(tx, needId, otherId, note);
      return this.queries.of(tx, needId);
    });
    return DuplicatesDto.of(found);
  }

  /** Takes that back. */
  @Post(':otherId/suggest-again')
  @Allow('coordinator')
  @Answers(200, DuplicatesDto, [404, 409])
  async suggestAgain(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('otherId') otherId: string,
  ): Promise<DuplicatesDto> {
    const found = await this.uow.run(actor, async (tx) => {
      await this.merges.suggestAgain(tx, needId, otherId);
      return this.queries.of(tx, needId);
    });
    return DuplicatesDto.of(found);
  }
}
