import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InvalidInput, type Actor } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  created,
  CurrentActor,
  FormBody,
  IfMatch,
  NeedsIfMatch,
  withEtag,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { MatchHistoryQueries } from '../match-history.queries.js';
import { MatchesQueries } from '../matches.queries.js';
import { MatchesService } from '../matches.service.js';
import { MatchWithHistoryDto } from './match-history.dto.js';
import {
  LowerMatchDto,
  MatchDto,
  MatchPage,
  MatchQuery,
  MatchReasonDto,
  ProposeMatchDto,
  ReviewMatchDto,
} from './matching.dto.js';

export const READERS = ['focal-point', 'donor', 'coordinator', 'approver', 'finance', 'auditor'] as const;

@ApiTags('matches')
@Controller('matches')
export class MatchesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly matches: MatchesService,
    private readonly queries: MatchesQueries,
    private readonly history: MatchHistoryQueries,
  ) {}

  /** Matches that you may see, the newest first. */
  @Get()
  @Allow(...READERS)
  @Answers(200, MatchPage)
  async list(@CurrentActor() actor: Actor, @Query() { state, ...query }: MatchQuery): Promise<MatchPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.page(tx, { ...query, states: state }));
    return { items: page.items.map((match) => MatchDto.of(match)), nextCursor: page.nextCursor };
  }

  /** With what was done to it, by whom and when. */
  @Get(':id')
  @Allow(...READERS)
  @Answers(200, MatchWithHistoryDto, [404])
  async get(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchWithHistoryDto> {
    const match = await this.uow.read(actor, (tx) => this.history.get(tx, id));
    return withEtag(reply, MatchWithHistoryDto.withHistory(match));
  }

  /** Brings an item and an offer together by hand. */
  @Post()
  @Allow('coordinator')
  @Answers(201, MatchDto, [404, 409])
  async propose(
    @CurrentActor() actor: Actor,
    @Body() { amount, note, ...pair }: ProposeMatchDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    const match = await this.uow.run(actor, async (tx) => {
      const id = await this.matches.propose(tx, { ...pair, amount: BigInt(amount), note: note ?? null });
      return this.queries.get(tx, id);
    });
    return created(reply, 'matches', MatchDto.of(match));
  }

  /** Puts a match before both parties, or not. */
  @Post(':id/review')
  @Allow('coordinator')
  @NeedsIfMatch()
  @Answers(200, MatchDto, [404, 409])
  async review(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @Body() body: ReviewMatchDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    return this.change(actor, matchId, reply, (tx) => {
      if (body.decision === 'decline') return this.matches.reject(tx, { matchId, version }, requiredReason(body));
      const amount = body.amount === undefined ? undefined : BigInt(body.amount);
      return this.matches.accept(tx, { matchId, version }, { amount, note: body.note });
    });
  }

  /** Agrees for your organization; when both parties did, the match is confirmed. */
  @Post(':id/consent')
  @Allow('focal-point', 'donor')
  @NeedsIfMatch()
  @Answers(200, MatchDto, [404, 409])
  async consent(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    return this.change(actor, matchId, reply, (tx) => this.matches.consent(tx, { matchId, version }));
  }

  /** Says no for your organization. */
  @Post(':id/decline')
  @Allow('focal-point', 'donor')
  @NeedsIfMatch()
  @Answers(200, MatchDto, [404, 409])
  async decline(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    return this.change(actor, matchId, reply, (tx) => this.matches.decline(tx, { matchId, version }, reason));
  }

  /**
   * Lowers what a confirmed match gives, while nothing is allocated to it or on its way: to what its fund can give after fees,
   * say. The rest is open again in the item and in the offer.
   */
  @Post(':id/lower')
  @Allow('coordinator')
  @NeedsIfMatch()
  @Answers(200, MatchDto, [404, 409])
  async lower(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @FormBody(LowerMatchDto) { usable: { amount = '0', reason }, wrong }: UsableBody<LowerMatchDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    return this.change(actor, matchId, reply, (tx) =>
      this.matches.lower(tx, { matchId, version }, { amount: BigInt(amount), reason }, wrong),
    );
  }

  /**
   * Takes a reviewed or confirmed match back; what it had committed is open again. With the last confirmed match of an offer
   * its agreement with a fund is withdrawn, where the donor has not signed it, and the offer is open again; a signed one
   * stays with the fund, for other matches that its money may be used for.
   */
  @Post(':id/rescind')
  @Allow('coordinator')
  @NeedsIfMatch()
  @Answers(200, MatchDto, [404, 409])
  async rescind(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    return this.change(actor, matchId, reply, (tx) => this.matches.rescind(tx, { matchId, version }, reason));
  }

  /** Withdraws your own offer from a confirmed match, with the reason, while nothing of it is on its way or in a fund. */
  @Post(':id/withdraw')
  @Allow('donor')
  @NeedsIfMatch()
  @Answers(200, MatchDto, [404, 409])
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDto> {
    return this.change(actor, matchId, reply, (tx) => this.matches.withdraw(tx, { matchId, version }, reason));
  }

  private async change(
    actor: Actor,
    matchId: string,
    reply: FastifyReply,
    work: (tx: Tx) => Promise<void>,
  ): Promise<MatchDto> {
    const match = await this.uow.run(actor, async (tx) => {
      await work(tx);
      return this.queries.get(tx, matchId);
    });
    return withEtag(reply, MatchDto.of(match));
  }
}

function requiredReason({ reason }: ReviewMatchDto): string {
  if (reason === undefined) throw new InvalidInput([{ path: 'reason', detail: 'Say why you decline.' }]);
  return reason;
}
