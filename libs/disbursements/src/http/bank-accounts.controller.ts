import { Controller, Get, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NotFound, type Actor } from '#libs/kernel';
import { UnitOfWork, type ReadTx } from '#libs/platform';
import {
  Allow,
  Answers,
  created,
  CurrentActor,
  FormBody,
  IfMatch,
  InSession,
  NeedsIfMatch,
  withEtag,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { BankAccountsService } from '../bank-accounts.service.js';
import { DisbursementsQueries, type BankAccountView } from '../disbursements.queries.js';
import { BankAccountDto, BankAccountInput, BankAccountListDto } from './disbursements.dto.js';

const READERS = ['finance', 'approver', 'auditor'] as const;

@ApiTags('disbursements')
@Controller()
export class BankAccountsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly bankAccounts: BankAccountsService,
    private readonly queries: DisbursementsQueries,
  ) {}

  /** Where an organization can be paid. */
  @Get('organizations/:id/bank-accounts')
  @Allow(...READERS)
  @Answers(200, BankAccountListDto, [404])
  async list(@CurrentActor() actor: Actor, @Param('id') organizationId: string): Promise<BankAccountListDto> {
    const accounts = await this.uow.read(actor, (tx) => this.queries.bankAccounts(tx, organizationId));
    return { items: accounts.map(BankAccountDto.of) };
  }

  /** Enters bank details; they are payable once another finance person has verified them. */
  @Post('organizations/:id/bank-accounts')
  @Allow('finance')
  @Answers(201, BankAccountDto, [404, 409])
  async enter(
    @CurrentActor() actor: Actor,
    @Param('id') organizationId: string,
    @FormBody(BankAccountInput) { usable, wrong }: UsableBody<BankAccountInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankAccountDto> {
    const { accountNumber = '', bic = null, holderName, currency } = usable;
    const details = { accountNumber, bic, holderName, currency, organizationId };
    const account = await this.uow.run(actor, async (tx) => {
      const id = await this.bankAccounts.enter(tx, details, wrong);
      return this.find(tx, id);
    });
    return created(reply, 'bank-accounts', BankAccountDto.of(account));
  }

  @Get('bank-accounts/:id')
  @Allow(...READERS)
  @Answers(200, BankAccountDto, [404])
  async get(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankAccountDto> {
    const account = await this.uow.read(actor, (tx) => this.find(tx, id));
    return withEtag(reply, BankAccountDto.of(account));
  }

  /** Confirms the details, compared with the payee's letter; never by the person who entered them. */
  @Post('bank-accounts/:id/verify')
  @Allow('finance')
  @InSession()
  @Answers(200, BankAccountDto, [404, 409])
  @NeedsIfMatch()
  async verify(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BankAccountDto> {
    const account = await this.uow.run(actor, async (tx) => {
      await this.bankAccounts.verify(tx, id, version);
      return this.find(tx, id);
    });
    return withEtag(reply, BankAccountDto.of(account));
  }

  private async find(tx: ReadTx, id: string): Promise<BankAccountView> {
    const account = await this.queries.bankAccount(tx, id);
    if (!account) throw new NotFound('bank account', id);
    return account;
  }
}
