import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import {
  Allow,
  Answers,
  created,
  CurrentActor,
  FormBody,
  IdempotentRequest,
  IfMatch,
  NeedsIdempotencyKey,
  NeedsIfMatch,
  once,
  PageQuery,
  withEtag,
  type IdempotencyKey,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { AgreementsService } from '../agreements.service.js';
import { DepositsService } from '../deposits.service.js';
import { FundsQueries } from '../funds.queries.js';
import { AGREEMENT_READERS } from './funds.controller.js';
import { AgreementDto, DepositDto, DepositPage } from './funds.dto.js';
import { DepositInput, ReducePledgeInput, SignInput, WithdrawAgreementInput } from './funds.input.dto.js';

@ApiTags('funds')
@Controller('agreements')
export class AgreementsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly agreements: AgreementsService,
    private readonly deposits: DepositsService,
    private readonly queries: FundsQueries,
  ) {}

  @Get(':id')
  @Allow(...AGREEMENT_READERS)
  @Answers(200, AgreementDto, [404])
  async get(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    return withEtag(reply, AgreementDto.of(await this.uow.read(actor, (tx) => this.queries.agreement(tx, id))));
  }

  /** Records the donor's signature: from now on the fund counts on it. */
  @Post(':id/sign')
  @Allow('finance')
  @NeedsIfMatch()
  @Answers(200, AgreementDto, [404, 409])
  async sign(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { signedOn, feeRateMillionths }: SignInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    const agreement = await this.uow.run(actor, async (tx) => {
      await this.agreements.sign(tx, id, version, signedOn, feeRateMillionths);
      return this.queries.agreement(tx, id);
    });
    return withEtag(reply, AgreementDto.of(agreement));
  }

  /** Makes a pledge of your own organization less, until it is signed. */
  @Post(':id/reduce')
  @Allow('donor')
  @NeedsIfMatch()
  @Answers(200, AgreementDto, [404, 409])
  async reduce(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @FormBody(ReducePledgeInput) { usable, wrong }: UsableBody<ReducePledgeInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    const agreement = await this.uow.run(actor, async (tx) => {
      await this.agreements.reduce(tx, { id, version }, ReducePledgeInput.lessOf(usable), wrong);
      return this.queries.agreement(tx, id);
    });
    return withEtag(reply, AgreementDto.of(agreement));
  }

  /** The donor takes back what it has not paid in yet; a donor does so themselves until they have signed. What came in stays. */
  @Post(':id/withdraw')
  @Allow('finance', 'donor')
  @NeedsIfMatch()
  @Answers(200, AgreementDto, [404, 409])
  async withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Body() { reason }: WithdrawAgreementInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    const agreement = await this.uow.run(actor, async (tx) => {
      await this.agreements.withdraw(tx, id, version, reason);
      return this.queries.agreement(tx, id);
    });
    return withEtag(reply, AgreementDto.of(agreement));
  }

  /** What came in under an agreement, the newest first. */
  @Get(':id/deposits')
  @Allow(...AGREEMENT_READERS)
  @Answers(200, DepositPage, [404])
  async listDeposits(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<DepositPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.deposits(tx, id, query));
    return { ...page, items: page.items.map(DepositDto.of) };
  }

  @Get(':id/deposits/:depositId')
  @Allow(...AGREEMENT_READERS)
  @Answers(200, DepositDto, [404])
  async getDeposit(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('depositId') depositId: string,
  ): Promise<DepositDto> {
    return DepositDto.of(await this.uow.read(actor, (tx) => this.queries.deposit(tx, id, depositId)));
  }

  /** Books money that came in, at the rate of its day and less the fee of this agreement. */
  @Post(':id/deposits')
  @Allow('finance')
  @NeedsIdempotencyKey()
  @Answers(201, DepositDto, [404, 409])
  async deposit(
    @CurrentActor() actor: Actor,
    @Param('id') agreementId: string,
    @IdempotentRequest() key: IdempotencyKey,
    @FormBody(DepositInput) { usable, wrong }: UsableBody<DepositInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DepositDto> {
    const deposit = await this.uow.run(actor, (tx) =>
      once(tx, key, async () => {
        const id = await this.deposits.record(tx, DepositInput.depositOf(usable, agreementId), wrong);
        return DepositDto.of(await this.queries.deposit(tx, agreementId, id));
      }),
    );
    return created(reply, `agreements/${agreementId}/deposits`, deposit);
  }
}
