import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import {
  Allow,
  Answers,
  ANYONE,
  created,
  CurrentActor,
  FormBody,
  IdempotentRequest,
  IfMatch,
  NeedsIdempotencyKey,
  NeedsIfMatch,
  once,
  type IdempotencyKey,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { MatchesQueries } from '../matches.queries.js';
import { PledgesQueries } from '../pledges.queries.js';
import { PledgesService } from '../pledges.service.js';
import { MatchDto } from './matching.dto.js';
import { MoveSurplusDto, PledgeDto, PledgesDto, SurplusDto } from './pledges.dto.js';

@ApiTags('pledges')
@Controller()
export class PledgesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly pledges: PledgesService,
    private readonly queries: PledgesQueries,
    private readonly matches: MatchesQueries,
  ) {}

  /** Pledges to the items of a need that stand beside what is committed, as far as you may see their offers. */
  @Get('needs/:id/pledges')
  @Allow(...ANYONE)
  @Answers(200, PledgesDto, [404])
  async list(@CurrentActor() actor: Actor, @Param('id') needId: string): Promise<PledgesDto> {
    return { items: await this.uow.read(actor, (tx) => this.queries.ofNeed(tx, needId)) };
  }

  /**
   * Pledges to an item of a need. It may be more than is open; what is committed once both parties consent never is. Reduce or
   * withdraw the offer that it makes.
   */
  @Post('needs/:id/items/:itemId/pledges')
  @Allow('donor')
  @NeedsIdempotencyKey()
  @Answers(201, MatchDto, [404, 409])
  async pledge(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('itemId') needItemId: string,
    @IdempotentRequest() key: IdempotencyKey,
    @FormBody(PledgeDto) { usable, wrong }: UsableBody<PledgeDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    const match = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        const id = await this.pledges.pledge(tx, { needId, needItemId, ...PledgeDto.termsOf(usable) }, wrong);
        return MatchDto.of(await this.matches.get(tx, id));
      }),
    );
    return created(reply, 'matches', match);
  }

  /** What is free of your own pledge, and other needs that it could go to. */
  @Get('offers/:id/surplus')
  @Allow('donor')
  @Answers(200, SurplusDto, [404])
  surplus(@CurrentActor() actor: Actor, @Param('id') offerId: string): Promise<SurplusDto> {
    return this.uow.read(actor, (tx) => this.queries.surplusOf(tx, offerId));
  }

  /** Takes what is free of your own pledge to another need, on the same terms. */
  @Post('offers/:id/surplus')
  @Allow('donor')
  @NeedsIfMatch()
  @Answers(201, MatchDto, [404, 409])
  async move(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @Body() { amount, ...to }: MoveSurplusDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    const match = await this.uow.run(actor, async (tx) => {
      const id = await this.pledges.moveSurplus(tx, { offerId, version }, { ...to, amount: BigInt(amount) });
      return this.matches.get(tx, id);
    });
    return created(reply, 'matches', MatchDto.of(match));
  }
}
