import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor } from '#libs/platform/http';
import { NeedThreadQueries } from '../need-thread.queries.js';
import { NeedThreadService } from '../need-thread.service.js';
import { NeedMessageDto, NeedMessageInput, NeedThreadPage, NeedThreadQuery } from './need-thread.dto.js';

/** What is asked and told about a need between its organization and the coordinators. */
@ApiTags('needs')
@Controller('needs/:id/messages')
export class NeedThreadController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly thread: NeedThreadService,
    private readonly queries: NeedThreadQueries,
  ) {}

  /** The oldest first. */
  @Get()
  @Allow('focal-point', 'coordinator', 'auditor')
  @Answers(200, NeedThreadPage, [404])
  async list(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Query() query: NeedThreadQuery,
  ): Promise<NeedThreadPage> {
    return NeedThreadPage.of(await this.uow.read(actor, (tx) => this.queries.thread(tx, needId, query)));
  }

  /** Says something about a need that was submitted, or answers a question. */
  @Post()
  @HttpCode(201)
  @Allow('focal-point', 'coordinator')
  @Answers(201, NeedMessageDto, [404, 409])
  async send(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Body() input: NeedMessageInput,
  ): Promise<NeedMessageDto> {
    return this.uow.run(actor, async (tx) => {
      const id = await this.thread.send(tx, needId, NeedMessageInput.messageOf(input));
      return NeedMessageDto.of(await this.queries.message(tx, needId, id));
    });
  }
}
