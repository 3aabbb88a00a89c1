import { Body, Controller, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { Allow, Answers, CurrentActor, IfMatch, NeedsIfMatch } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { NeedReviewService } from '../need-review.service.js';
import { NeedAnswers } from './need-answers.js';
import { ReturnNeedInput } from './need-thread.dto.js';
import { NeedDto } from './needs.dto.js';
import { AcknowledgeNeedInput, AssignCategoryInput, EndNeedInput, PublishNeedInput } from './needs.input.dto.js';

/** What coordinators do with a need. */
@ApiTags('needs')
@Controller('needs')
export class NeedReviewController {
  constructor(
    private readonly answers: NeedAnswers,
    private readonly review: NeedReviewService,
  ) {}

  /** Takes a submitted need up, and says how its origin was made sure of. */
  @Post(':id/acknowledge')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  acknowledge(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { authentication }: AcknowledgeNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.acknowledge(tx, { needId, version }, authentication), {
      actor,
      needId,
      reply,
    });
  }

  /** Takes back that a need was taken up: it waits among the new ones again. */
  @Post(':id/unacknowledge')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  unacknowledge(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { reason }: EndNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.unacknowledge(tx, { needId, version }, reason), {
      actor,
      needId,
      reply,
    });
  }

  /** Gives a need under review back to its organization with questions. */
  @Post(':id/return')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  giveBack(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() input: ReturnNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after(
      (tx) => this.review.giveBack(tx, { needId, version }, ReturnNeedInput.questionsOf(input)),
      { actor, needId, reply },
    );
  }

  /** Finds that a need under review may be published. */
  @Post(':id/validate')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  validate(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.validate(tx, { needId, version }), { actor, needId, reply });
  }

  /** Turns a need under review down. */
  @Post(':id/reject')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  reject(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { reason }: EndNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.reject(tx, { needId, version }, reason), { actor, needId, reply });
  }

  /** Takes back that a need was returned, validated or rejected. */
  @Post(':id/reconsider')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  reconsider(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.reconsider(tx, { needId, version }), { actor, needId, reply });
  }

  /** Publishes a validated need as its organization agreed, or to fewer. */
  @Post(':id/publish')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  publish(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { visibility }: PublishNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.publish(tx, { needId, version }, visibility), {
      actor,
      needId,
      reply,
    });
  }

  /** Takes a published need off again, as long as nobody has committed anything. */
  @Post(':id/unpublish')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  unpublish(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { reason }: EndNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.unpublish(tx, { needId, version }, reason), { actor, needId, reply });
  }

  /** Sorts an item into a category. If-Match is the version of the need. */
  @Patch(':id/items/:itemId')
  @Allow('coordinator')
  @Answers(200, NeedDto, [404, 409])
  @NeedsIfMatch()
  assignCategory(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('itemId') itemId: string,
    @IfMatch() version: number,
    @Body() input: AssignCategoryInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    return this.answers.after((tx) => this.review.assignCategory(tx, { needId, version }, itemId, input), {
      actor,
      needId,
      reply,
    });
  }
}
