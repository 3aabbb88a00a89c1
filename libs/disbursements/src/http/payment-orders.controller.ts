import { Body, Controller, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { NotFound, type Actor } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  CurrentActor,
  IfMatch,
  InSession,
  NeedsIfMatch,
  streamEvents,
  withEtag,
} from '#libs/platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DisbursementsQueries } from '../disbursements.queries.js';
import { DisbursementsService } from '../disbursements.service.js';
import { paymentOrderStates, type PaymentOrderState } from '../payment-order.states.js';
import {
  PaymentOrderDto,
  PaymentOrderPage,
  PaymentOrderPatch,
  PaymentOrderQuery,
  PaymentOrderSummaryDto,
  ReasonInput,
} from './disbursements.dto.js';

/** Only those who handle payments see bank details. */
const READERS = ['finance', 'approver', 'auditor'] as const;

@ApiTags('disbursements')
@Controller('payment-orders')
export class PaymentOrdersController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly disbursements: DisbursementsService,
    private readonly queries: DisbursementsQueries,
  ) {}

  /** Payment orders, newest first. */
  @Get()
  @Allow(...READERS)
  @Answers(200, PaymentOrderPage)
  async list(@CurrentActor() actor: Actor, @Query() query: PaymentOrderQuery): Promise<PaymentOrderPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { items: page.items.map(PaymentOrderSummaryDto.summaryOf), nextCursor: page.nextCursor };
  }

  @Get(':id')
  @Allow(...READERS)
  @Answers(200, PaymentOrderDto, [404])
  async find(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentOrderDto> {
    const order = await this.uow.read(actor, (tx) => this.queries.find(tx, id));
    if (!order) throw new NotFound('payment order', id);
    return withEtag(reply, PaymentOrderDto.of(order));
  }

  /** Changes what is to be approved; the approvals it had are void. */
  @Patch(':id')
  @Allow('finance')
  @Answers(200, PaymentOrderDto, [404, 409])
  @NeedsIfMatch()
  amend(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() change: PaymentOrderPatch,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentOrderDto> {
    return this.change(actor, id, reply, (tx) => this.disbursements.amend(tx, id, version, change));
  }

  /** One person's approval; the second one sets the payment going. */
  @Post(':id/approve')
  @Allow('approver')
  @InSession()
  @Answers(200, PaymentOrderDto, [404, 409])
  @NeedsIfMatch()
  approve(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentOrderDto> {
    return this.change(actor, id, reply, (tx) => this.disbursements.approve(tx, id, version));
  }

  /** Gives the order up; what it was for can be ordered anew. */
  @Post(':id/reject')
  @Allow('approver', 'finance')
  @Answers(200, PaymentOrderDto, [404, 409])
  @NeedsIfMatch()
  reject(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { reason }: ReasonInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentOrderDto> {
    return this.change(actor, id, reply, (tx) => this.disbursements.reject(tx, id, version, reason));
  }

  /** After a failure: pays by a new instruction that names the old one. Before the bank's last word: asks the bank again. */
  @Post(':id/retry')
  @Allow('finance')
  @Answers(200, PaymentOrderDto, [404, 409])
  @NeedsIfMatch()
  retry(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { reason }: ReasonInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentOrderDto> {
    return this.change(actor, id, reply, (tx) => this.disbursements.retry(tx, id, version, reason));
  }

  /** Its history, then what happens next, as server-sent events; `Last-Event-ID` says where to go on. */
  @Get(':id/events')
  @Allow(...READERS)
  @ApiProduces('text/event-stream')
  @ApiParam({ name: 'id' })
  @Answers(200, null, [404])
  async events(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await streamEvents(request, reply, {
      after: (lastId) =>
        this.uow.read(actor, async (tx) => {
          const events = await this.queries.eventsAfter(tx, id, lastId);
          if (events.length === 0 && !(await this.queries.exists(tx, id))) throw new NotFound('payment order', id);
          return events.map(({ sequence, type, state, detail, at }) => ({
            id: sequence,
            type,
            data: { state, detail, at: at.toISOString() },
          }));
        }),
      isOver: ({ data }) => paymentOrderStates.isFinal((data as { state: PaymentOrderState }).state),
    });
  }

  /** Every move answers the order as it is now, under its new ETag. */
  private async change(
    actor: Actor,
    id: string,
    reply: FastifyReply,
    verb: (tx: Tx) => Promise<void>,
  ): Promise<PaymentOrderDto> {
    const order = await this.uow.run(actor, async (tx) => {
      await verb(tx);
      return this.queries.find(tx, id);
    });
    if (!order) throw new NotFound('payment order', id);
    return withEtag(reply, PaymentOrderDto.of(order));
  }
}
