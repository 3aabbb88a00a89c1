import { Body, Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { DisbursementsQueries } from '#libs/disbursements';
import { PaymentOrderDto } from '#libs/disbursements/http';
import { NotFound, type Actor } from '#libs/kernel';
import { UnitOfWork, type ReadTx } from '#libs/platform';
import {
  Allow,
  Answers,
  created,
  CurrentActor,
  IdempotentRequest,
  IfMatch,
  NeedsIdempotencyKey,
  NeedsIfMatch,
  once,
  withEtag,
  type IdempotencyKey,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { FacilityQueries } from '../facility.queries.js';
import { Sight, type SeenProject, type SeenTranche } from '../trail.visibility.js';
import { TranchesService } from '../tranches.service.js';
import { ConditionMetDto, OrderTrancheDto, TrancheDto, TrancheInProjectDto } from './facility.dto.js';
import { PROJECT_READERS } from './projects.controller.js';

@ApiTags('facility')
@Controller('tranches')
export class TranchesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly tranches: TranchesService,
    private readonly queries: FacilityQueries,
    private readonly orders: DisbursementsQueries,
  ) {}

  /** A tranche and its project: what the purpose of a payment order names. */
  @Get(':id')
  @Allow(...PROJECT_READERS)
  @Answers(200, TrancheInProjectDto, [404])
  async find(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TrancheInProjectDto> {
    const found = await this.uow.read(actor, (tx) => this.seen(tx, id));
    return withEtag(reply, TrancheInProjectDto.inProject(found));
  }

  /** The condition of a tranche is met; the evidence stays with it. */
  @Post(':id/condition-met')
  @Allow('coordinator')
  @Answers(200, TrancheDto, [404, 409])
  @NeedsIfMatch()
  async conditionMet(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { evidenceFileId, note }: ConditionMetDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TrancheDto> {
    const { tranche } = await this.uow.run(actor, async (tx) => {
      await this.tranches.conditionMet(tx, id, version, { fileId: evidenceFileId ?? null, note: note ?? null });
      return this.seen(tx, id);
    });
    return withEtag(reply, TrancheDto.of(tranche));
  }

  /** Asks for its payment; two approvers decide. */
  @Post(':id/order')
  @Allow('finance')
  @Answers(201, PaymentOrderDto, [404, 409])
  @NeedsIdempotencyKey()
  async order(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IdempotentRequest() key: IdempotencyKey,
    @Body() { bankAccountId }: OrderTrancheDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PaymentOrderDto> {
    const order = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        const orderId = await this.tranches.order(tx, id, bankAccountId);
        const made = await this.orders.find(tx, orderId);
        if (!made) throw new NotFound('payment order', orderId);
        return PaymentOrderDto.of(made);
      }),
    );
    return created(reply, 'payment-orders', order);
  }

  private async seen(tx: ReadTx, id: string): Promise<{ project: SeenProject; tranche: SeenTranche }> {
    const { project, tranche } = await this.queries.tranche(tx, id);
    const sight = Sight.of(tx.actor, project);
    return { project: sight.project(project), tranche: sight.tranche(tranche) };
  }
}
