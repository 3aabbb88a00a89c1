import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { NeedsQueries } from '#libs/needs';
import { UnitOfWork, type Tx } from '#libs/platform';
import { Allow, Answers, CurrentActor, IfMatch, NeedsIfMatch, withEtag } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { MatchedNeedsService } from '../matched-needs.service.js';
import { MergedNeedDto, MergeNeedInput, TakeNeedApartInput } from './need-merges.dto.js';

/** What coordinators do with two needs that ask for the same. */
@ApiTags('needs')
@Controller('needs')
export class NeedMergesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly merges: MatchedNeedsService,
    private readonly needs: NeedsQueries,
  ) {}

  /** Ends a need in favour of another that asks for the same. Nothing may be committed to it, and no party asked. */
  @Post(':id/merge')
  @Allow('coordinator')
  @NeedsIfMatch()
  @Answers(200, MergedNeedDto, [404, 409])
  merge(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { into, note }: MergeNeedInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MergedNeedDto> {
    return this.after(actor, needId, reply, (tx) => this.merges.merge(tx, { needId, version }, into, note));
  }

  /** Undoes a merge: the need is what it was before. */
  @Post(':id/take-apart')
  @Allow('coordinator')
  @NeedsIfMatch()
  @Answers(200, MergedNeedDto, [404, 409])
  takeApart(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @Body() { reason }: TakeNeedApartInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MergedNeedDto> {
    return this.after(actor, needId, reply, (tx) => this.merges.takeApart(tx, { needId, version }, reason));
  }

  private async after(
    actor: Actor,
    needId: string,
    reply: FastifyReply,
    verb: (tx: Tx) => Promise<void>,
  ): Promise<MergedNeedDto> {
    const need = await this.uow.run(actor, async (tx) => {
      await verb(tx);
      return this.needs.get(tx, needId);
    });
    return withEtag(reply, MergedNeedDto.of(need));
  }
}
