import { Body, Controller, Header, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ANONYMOUS } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, EmailField, SecretField } from '#libs/platform/http';
import type { FastifyRequest } from 'fastify';
import { AttemptLimiters } from '../attempt-limiters.js';
import { LinkLimiter } from '../link-limiter.js';
import { PasswordResetsService } from '../password-resets.service.js';
import { Passwords } from '../passwords.js';
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from '../session.rules.js';
import { LinkDto } from './invitations.dto.js';

class RequestResetDto {
  @EmailField({ description: 'E-mail address of the account' })
  email!: string;
}

class ResetPasswordDto extends LinkDto {
  @SecretField({ description: 'New password', min: PASSWORD_CHARS_MIN, max: PASSWORD_CHARS_MAX })
  password!: string;
}

@ApiTags('session')
@Controller('password-resets')
export class PasswordResetsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly limiters: AttemptLimiters,
    private readonly links: LinkLimiter,
    private readonly resets: PasswordResetsService,
    private readonly passwords: Passwords,
  ) {}

  /** Sends a link to the address, if it is that of an account; the answer is the same if not. */
  @Post()
  @Allow(...ANYONE)
  @Answers(202, null)
  async request(@Body() { email }: RequestResetDto, @Req() { ip: address }: FastifyRequest): Promise<void> {
    await this.limiters.reset.count({ email, address });
    await this.uow.run(ANONYMOUS, (tx) => this.resets.request(tx, email));
  }

  /** Whether the link still works; nothing is said of whose it is. */
  @Post('look-up')
  @Allow(...ANYONE)
  @Header('Cache-Control', 'no-store')
  @Answers(204, null, [404])
  async lookUp(@Body() { token }: LinkDto, @Req() { ip: address }: FastifyRequest): Promise<void> {
    await this.links.count(address);
    await this.uow.read(ANONYMOUS, (tx) => this.resets.check(tx, token));
  }

  /** Sets the password by the link of the e-mail and signs the person out everywhere. */
  @Post('complete')
  @Allow(...ANYONE)
  @Answers(204, null, [404])
  async complete(@Body() { token, password }: ResetPasswordDto, @Req() { ip: address }: FastifyRequest): Promise<void> {
    await this.uow.read(ANONYMOUS, (tx) => this.resets.check(tx, token));
    const passwordHash = await this.passwords.hash(password);
    const email = await this.uow.run(ANONYMOUS, (tx) => this.resets.reset(tx, token, passwordHash));
    await this.limiters.signIn.entered({ email, address });
  }
}
