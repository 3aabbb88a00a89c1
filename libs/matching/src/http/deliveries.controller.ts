import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  CurrentActor,
  FormBody,
  IdempotentRequest,
  IfMatch,
  NeedsIdempotencyKey,
  NeedsIfMatch,
  once,
  withEtag,
  type IdempotencyKey,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { DeliveriesQueries } from '../deliveries.queries.js';
import { DeliveriesService } from '../deliveries.service.js';
import { ReceiptsService } from '../receipts.service.js';
import { AcceptDeliveryDto, MatchDeliveriesDto, RecordDeliveryDto, StartDeliveryDto } from './deliveries.dto.js';
import { READERS } from './matches.controller.js';
import { MatchReasonDto } from './matching.dto.js';

/** From a confirmed match that no fund pays to the last of it that its State accepted. `If-Match` is the version of the match. */
@ApiTags('deliveries')
@Controller('matches/:id')
export class DeliveriesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly deliveries: DeliveriesService,
    private readonly receipts: ReceiptsService,
    private readonly queries: DeliveriesQueries,
  ) {}

  /** What is planned, was delivered and was accepted. */
  @Get('deliveries')
  @Allow(...READERS)
  @Answers(200, MatchDeliveriesDto, [404])
  async list(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    const found = await this.uow.read(actor, (tx) => this.queries.ofMatch(tx, matchId));
    return withEtag(reply, MatchDeliveriesDto.of(found));
  }

  /** Puts what you committed under way, in kind or to pay the State yourself, or plans another day for it. Refused where a fund pays. */
  @Post('start-delivery')
  @Allow('donor')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  start(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @FormBody(StartDeliveryDto) { usable, wrong }: UsableBody<StartDeliveryDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    return this.after({ actor, matchId, reply }, (tx) =>
      this.deliveries.start(tx, { matchId, version }, StartDeliveryDto.planOf(usable), wrong),
    );
  }

  /** Takes that back, while nothing of it is recorded as delivered. */
  @Post('stop-delivery')
  @Allow('donor', 'coordinator')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  stop(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    return this.after({ actor, matchId, reply }, (tx) => this.deliveries.stop(tx, { matchId, version }));
  }

  /** Records what arrived, up to what is committed. */
  @Post('deliveries')
  @Allow('donor', 'coordinator')
  @NeedsIfMatch()
  @NeedsIdempotencyKey()
  @Answers(201, MatchDeliveriesDto, [404, 409])
  async record(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @IdempotentRequest() key: IdempotencyKey,
    @FormBody(RecordDeliveryDto) { usable, wrong }: UsableBody<RecordDeliveryDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    const record = RecordDeliveryDto.recordOf(usable);
    const after = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        await this.deliveries.record(tx, { matchId, version }, record, wrong);
        return MatchDeliveriesDto.of(await this.queries.ofMatch(tx, matchId));
      }),
    );
    return withEtag(reply, after);
  }

  /** Undoes a wrong record, until the State has decided on it. */
  @Post('deliveries/:deliveryId/undo')
  @Allow('donor', 'coordinator')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  undo(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @Param('deliveryId') deliveryId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    return this.after({ actor, matchId, reply }, (tx) =>
      this.deliveries.undo(tx, { matchId, version }, deliveryId, reason),
    );
  }

  /** Takes back the rest that will not be delivered; it is open again in the item and in the offer. */
  @Post('end-delivery')
  @Allow('donor', 'coordinator')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  endRest(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    return this.after({ actor, matchId, reply }, (tx) => this.deliveries.endRest(tx, { matchId, version }, reason));
  }

  /** Accepts a delivery for your State, in whole or in part; a point of contact or whom they delegated may. */
  @Post('deliveries/:deliveryId/accept')
  @Allow('focal-point')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  accept(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @Param('deliveryId') deliveryId: string,
    @IfMatch() version: number,
    @FormBody(AcceptDeliveryDto) { usable: { accepted, reason }, wrong }: UsableBody<AcceptDeliveryDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    const taken = { ...(accepted !== undefined && { accepted: BigInt(accepted) }), reason: reason ?? null };
    return this.after({ actor, matchId, reply }, (tx) =>
      this.receipts.accept(tx, { matchId, version }, deliveryId, taken, wrong),
    );
  }

  /** Takes back that you accepted a delivery; all of it waits for a decision again, also where it completed the match or fulfilled the need. */
  @Post('deliveries/:deliveryId/unaccept')
  @Allow('focal-point')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  unaccept(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @Param('deliveryId') deliveryId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    return this.after({ actor, matchId, reply }, (tx) =>
      this.receipts.unaccept(tx, { matchId, version }, deliveryId, reason),
    );
  }

  /** Returns all of a delivery, with the reason. */
  @Post('deliveries/:deliveryId/return')
  @Allow('focal-point')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  giveBack(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @Param('deliveryId') deliveryId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    return this.after({ actor, matchId, reply }, (tx) =>
      this.receipts.giveBack(tx, { matchId, version }, deliveryId, reason),
    );
  }

  /** Takes back that you returned a delivery; it counts as delivered and waits for a decision again. */
  @Post('deliveries/:deliveryId/unreturn')
  @Allow('focal-point')
  @NeedsIfMatch()
  @Answers(200, MatchDeliveriesDto, [404, 409])
  unreturn(
    @CurrentActor() actor: Actor,
    @Param('id') matchId: string,
    @Param('deliveryId') deliveryId: string,
    @IfMatch() version: number,
    @Body() { reason }: MatchReasonDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MatchDeliveriesDto> {
    return this.after({ actor, matchId, reply }, (tx) =>
      this.receipts.unreturn(tx, { matchId, version }, deliveryId, reason),
    );
  }

  private async after(
    { actor, matchId, reply }: { actor: Actor; matchId: string; reply: FastifyReply },
    work: (tx: Tx) => Promise<unknown>,
  ): Promise<MatchDeliveriesDto> {
    const found = await this.uow.run(actor, async (tx) => {
      await work(tx);
      return this.queries.ofMatch(tx, matchId);
    });
    return withEtag(reply, MatchDeliveriesDto.of(found));
  }
}
