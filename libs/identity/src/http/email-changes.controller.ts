import { Body, Controller, Header, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ANONYMOUS } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE } from '#libs/platform/http';
import type { FastifyRequest } from 'fastify';
import { AccountService } from '../account.service.js';
import { LinkLimiter } from '../link-limiter.js';
import { LinkDto } from './invitations.dto.js';

@ApiTags('session')
@Controller('email-changes')
export class EmailChangesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly links: LinkLimiter,
    private readonly account: AccountService,
  ) {}

  /** Whether the link still works; nothing is said of whose it is. */
  @Post('look-up')
  @Allow(...ANYONE)
  @Header('Cache-Control', 'no-store')
  @Answers(204, null, [404])
  async lookUp(@Body() { token }: LinkDto, @Req() { ip: address }: FastifyRequest): Promise<void> {
    await this.links.count(address);
    await this.uow.read(ANONYMOUS, (tx) => this.account.checkEmailLink(tx, token));
  }

  /** Makes a new address that of the account, by the link that was sent there; the old one is told. */
  @Post('confirm')
  @Allow(...ANYONE)
  @Answers(204, null, [404, 409])
  async confirm(@Body() { token }: LinkDto): Promise<void> {
    await this.uow.run(ANONYMOUS, (tx) => this.account.confirmEmail(tx, token));
  }
}
