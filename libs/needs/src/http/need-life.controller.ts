import { Body, Controller, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { Allow, Answers, CurrentActor, FormBody, IfMatch, NeedsIfMatch, type UsableBody } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { NeedCoverageService } from '../need-coverage.service.js';
import { NeedLifeService } from '../need-life.service.js';
import { NeedAnswers } from './need-answers.js';
import { NeedDto } from './needs.dto.js';
import {
  AcceptInput,
  ConfirmNeedInput,
  EndNeedInput,
  ShowNeedInput,
  SubmitNeedQuery,
  WaiveInput,
} from './needs.input.dto.js';

/** What an organization does with a need of its own; with an imported one the State that it is for, and coordinators. */
@ApiTags('needs')
@Controller('needs')
export class NeedLifeController {
  constructor(
    private readonly answers: NeedAnswers,
    private readonly life: NeedLifeService,
    private readonly coverage: NeedCoverageService,
  ) {}

  /** Hands a draft, or what was given back, to the coordinators. */
  @Post(':id/submit')
  @Allow('focal-point')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  submit(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Query() { withoutAnswers }: SubmitNeedQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const seen = { needId, version };
    return this.answers.after((tx) => this.life.submit(tx, seen, withoutAnswers), { actor, needId, reply });
  }

  /** Takes a submitted need back into the drafts, before a coordinator has taken it up; or what was handed in again, before one decides on it. */
  @Post(':id/recall')
  @Allow('focal-point')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  recall(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.life.recall(tx, { needId, version }), { actor, needId, reply });
  }

  /** Takes a need back. */
  @Post(':id/withdraw')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { reason }: EndNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.life.withdraw(tx, { needId, version }, reason), { actor, needId, reply });
  }

  /** Undoes a withdrawal: it is again what it was. */
  @Post(':id/reinstate')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  reinstate(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.life.reinstate(tx, { needId, version }), { actor, needId, reply });
  }

  /** Ends a published need although not all of it was delivered. */
  @Post(':id/close')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  close(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { reason }: EndNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.life.close(tx, { needId, version }, reason), { actor, needId, reply });
  }

  /** Undoes a closing. */
  @Post(':id/reopen')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  reopen(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.life.reopen(tx, { needId, version }), { actor, needId, reply });
  }

  /**
   * Shows a published need of the own organization to fewer; one that has ended to fewer, or again to as many as was agreed to. A published
   * imported need the State that it is for shows to fewer or more, a coordinator to fewer.
   */
  @Post(':id/show-to')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  showTo(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { visibility, reason }: ShowNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.life.showTo(tx, { needId, version }, visibility, reason), {
      actor,
      needId,
      reply,
    });
  }

  /** Says that a published or expired need still stands, and until when. */
  @Post(':id/confirm')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  confirm(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { validUntil }: ConfirmNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.life.confirm(tx, { needId, version }, validUntil), { actor, needId, reply });
  }

  /** Says how much of an item is no longer asked for; less than before asks for it again, and opens a fulfilled need again. */
  @Post(':id/items/:itemId/waive')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  waive(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('itemId') itemId: string,
    @IfMatch() version: number,
    @FormBody(WaiveInput) { usable, wrong }: UsableBody<WaiveInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const { waived = '0', reason } = usable;
    const seen = { needId, version };
    return this.answers.after((tx) => this.coverage.waive(tx, seen, itemId, BigInt(waived), reason, wrong), {
      actor,
      needId,
      reply,
    });
  }

  /** Says how much of what was delivered is accepted. */
  @Post(':id/items/:itemId/accept')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  accept(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('itemId') itemId: string,
    @IfMatch() version: number,
    @Body() { accepted }: AcceptInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.coverage.accept(tx, { needId, version }, itemId, BigInt(accepted)), {
      actor,
      needId,
      reply,
    });
  }
}
