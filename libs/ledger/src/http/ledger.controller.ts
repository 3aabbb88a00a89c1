import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NotFound, type Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor } from '#libs/platform/http';
import { LedgerQueries } from '../ledger.queries.js';
import { StatementDto, StatementQuery } from './ledger.dto.js';

@ApiTags('ledger')
@Controller('ledger')
export class LedgerController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: LedgerQueries,
  ) {}

  /** The statement of an account: balances and entries. */
  @Get('accounts/:id')
  @Allow('finance', 'auditor')
  @Answers(200, StatementDto, [404])
  async statement(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: StatementQuery,
  ): Promise<StatementDto> {
    const statement = await this.uow.read(actor, (tx) => this.queries.statement(tx, id, query));
    if (!statement) throw new NotFound('ledger account', id);
    return StatementDto.of(statement);
  }
}
