import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ANONYMOUS } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE } from '#libs/platform/http';
import { AccountService } from '../account.service.js';
import { LinkDto } from './invitations.dto.js';

@ApiTags('session')
@Controller('email-changes')
export class EmailChangesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly account: AccountService,
  ) {}

  /** Makes a new address that of the account, by the link that was sent there; the old one is told. */
  @Post('confirm')
  @Allow(...ANYONE)
  @Answers(204, null, [404, 409])
  async confirm(@Body() { token }: LinkDto): Promise<void> {
    await this.uow.run(ANONYMOUS, (tx) => this.account.confirmEmail(tx, token));
  }
}
