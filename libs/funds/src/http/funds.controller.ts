import { Body, Controller, Get, Param, Post, Query, Res, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { calendarDateOf, type Actor, type Clock } from '#libs/kernel';
import { CLOCK, UnitOfWork } from '#libs/platform';
import {
  Allow,
  Answers,
  created,
  CurrentActor,
  FormBody,
  IdempotentRequest,
  NeedsIdempotencyKey,
  once,
  PageQuery,
  SIGNED_IN,
  type IdempotencyKey,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { AgreementsService } from '../agreements.service.js';
import { FundsQueries } from '../funds.queries.js';
import { FundsService } from '../funds.service.js';
import { AgreementDto, AgreementPage, FundDto, FundPage } from './funds.dto.js';
import { FundInput, PledgeInput, OwnPledgeInput } from './funds.input.dto.js';

export const AGREEMENT_READERS = ['donor', 'coordinator', 'approver', 'finance', 'auditor'] as const;

@ApiTags('funds')
@Controller('funds')
export class FundsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly funds: FundsService,
    private readonly agreements: AgreementsService,
    private readonly queries: FundsQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Funds and how much is pledged, committed and received: three numbers, never one. */
  @Get()
  @Allow(...SIGNED_IN)
  @Answers(200, FundPage)
  async list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<FundPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.funds(tx, query));
    return { ...page, items: page.items.map(FundDto.of) };
  }

  @Get(':id')
  @Allow(...SIGNED_IN)
  @Answers(200, FundDto, [404])
  async get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<FundDto> {
    return FundDto.of(await this.uow.read(actor, (tx) => this.queries.fund(tx, id)));
  }

  /** Opens a fund: its currency and what it pays for stay as they are. */
  @Post()
  @Allow('finance')
  @NeedsIdempotencyKey()
  @Answers(201, FundDto, [409])
  async create(
    @CurrentActor() actor: Actor,
    @IdempotentRequest() key: IdempotencyKey,
    @Body() input: FundInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FundDto> {
    const fund = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => FundDto.of(await this.queries.fund(tx, await this.funds.createFund(tx, input)))),
    );
    return created(reply, 'funds', fund);
  }

  /** Agreements with a fund that the caller may see; a donor sees its own. */
  @Get(':id/agreements')
  @Allow(...AGREEMENT_READERS)
  @Answers(200, AgreementPage, [404])
  async listAgreements(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<AgreementPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.agreements(tx, id, query));
    return { ...page, items: page.items.map(AgreementDto.of) };
  }

  /** Records what a donor promises. Where an offer becomes an agreement, see its match. */
  @Post(':id/agreements')
  @Allow('finance')
  @NeedsIdempotencyKey()
  @Answers(201, AgreementDto, [404, 409])
  async pledge(
    @CurrentActor() actor: Actor,
    @Param('id') fundId: string,
    @IdempotentRequest() key: IdempotencyKey,
    @FormBody(PledgeInput) { usable, wrong }: UsableBody<PledgeInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    const agreement = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        const id = await this.agreements.pledge(tx, PledgeInput.pledgeOf(usable, fundId), wrong);
        return AgreementDto.of(await this.queries.agreement(tx, id));
      }),
    );
    return created(reply, 'agreements', agreement);
  }

  /** Promises money of your own organization to a fund. Reduce or withdraw it until it is signed. */
  @Post(':id/pledges')
  @Allow('donor')
  @NeedsIdempotencyKey()
  @Answers(201, AgreementDto, [404, 409])
  async pledgeOwn(
    @CurrentActor() actor: Actor,
    @Param('id') fundId: string,
    @IdempotentRequest() key: IdempotencyKey,
    @FormBody(OwnPledgeInput) { usable, wrong }: UsableBody<OwnPledgeInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    const today = calendarDateOf(this.clock.now());
    const agreement = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        const pledge = OwnPledgeInput.pledgeOf(usable, fundId, actor.organizationId, today);
        return AgreementDto.of(await this.queries.agreement(tx, await this.agreements.pledge(tx, pledge, wrong)));
      }),
    );
    return created(reply, 'agreements', agreement);
  }
}
