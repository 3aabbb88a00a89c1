import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { FundsQueries } from '#libs/funds';
import { AgreementDto } from '#libs/funds/http';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import {
  AmountField,
  Allow,
  Answers,
  created,
  CurrentActor,
  IdField,
  IfMatch,
  NeedsIfMatch,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { FundSurplusService } from '../fund-surplus.service.js';

export class FundSurplusDto {
  @IdField({ description: 'The fund', prefix: 'fund' })
  fundId!: string;

  @AmountField({ description: 'How much goes there, in minor units', example: '50000' })
  amount!: string;
}

@ApiTags('pledges')
@Controller('offers')
export class FundSurplusController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly surplus: FundSurplusService,
    private readonly funds: FundsQueries,
  ) {}

  /** Takes what is not committed of your own cash offer to a fund, not earmarked. */
  @Post(':id/surplus/fund')
  @Allow('donor')
  @NeedsIfMatch()
  @Answers(201, AgreementDto, [404, 409])
  async pledge(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @Body() { fundId, amount }: FundSurplusDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AgreementDto> {
    const agreement = await this.uow.run(actor, async (tx) => {
      const id = await this.surplus.pledge(tx, { offerId, version }, { fundId, amount: BigInt(amount) });
      return this.funds.agreement(tx, id);
    });
    return created(reply, 'agreements', AgreementDto.of(agreement));
  }
}
