import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import {
  Allow,
  Answers,
  ANYONE,
  CurrentActor,
  EnumField,
  IfMatch,
  IntField,
  NeedsIfMatch,
  withEtag,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { FACTS, type Fact } from '../completeness.rules.js';
import { SubmissionThresholdService, type ThresholdView } from '../submission-threshold.js';

class ThresholdInput {
  @IntField({ description: 'The completeness score that a request must reach', min: 0, max: 100 })
  minimumScore!: number;

  @EnumField({ description: 'Facts that a request must say', list: { max: FACTS.length }, values: FACTS })
  requiredFacts!: Fact[];
}

class ThresholdDto extends ThresholdInput {
  @IntField({ description: 'Grows with every change; the ETag', min: 1, max: 2_147_483_647 })
  version!: number;

  static of({ minimumScore, requiredFacts, version }: ThresholdView): ThresholdDto {
    return { minimumScore, requiredFacts: [...requiredFacts], version };
  }
}

@ApiTags('reference')
@Controller('reference/submission-threshold')
export class SubmissionThresholdController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly thresholds: SubmissionThresholdService,
  ) {}

  /** What requests must reach before they may be submitted. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, ThresholdDto)
  async get(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<ThresholdDto> {
    return withEtag(reply, ThresholdDto.of(await this.uow.read(actor, (tx) => this.thresholds.get(tx))));
  }

  @Put()
  @Allow('coordinator', 'administrator')
  @Answers(200, ThresholdDto)
  @NeedsIfMatch()
  async set(
    @CurrentActor() actor: Actor,
    @IfMatch() version: number,
    @Body() input: ThresholdInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ThresholdDto> {
    const view = await this.uow.run(actor, async (tx) => {
      await this.thresholds.set(tx, version, input);
      return this.thresholds.get(tx);
    });
    return withEtag(reply, ThresholdDto.of(view));
  }
}
