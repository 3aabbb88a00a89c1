import { Body, Controller, Delete, Get, Header, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NotFound, refuseTogether, type Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import {
  Allow,
  Answers,
  CurrentActor,
  FormBody,
  InSession,
  SessionRequired,
  SIGNED_IN,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyRequest } from 'fastify';
import { AccountService, checkNewEmail } from '../account.service.js';
import { Person } from '../identity.entities.js';
import { SignInRefused } from '../identity.errors.js';
import { SessionsService } from '../sessions.service.js';
import { AccountDto, ChangeEmailDto, OwnSessionDto, OwnSessionsDto, PreferencesDto } from './account.dto.js';
import { SignIn } from './sign-in.js';
import { AttemptLimiters } from '../attempt-limiters.js';

/** The signed-in person's own account. */
@ApiTags('session')
@Controller('account')
export class AccountController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly account: AccountService,
    private readonly sessions: SessionsService,
    private readonly signIns: SignIn,
    private readonly limiters: AttemptLimiters,
  ) {}

  @Get()
  @Allow(...SIGNED_IN)
  @InSession()
  @Header('Cache-Control', 'no-store')
  @Answers(200, AccountDto)
  async own(@CurrentActor() actor: Actor): Promise<AccountDto> {
    return AccountDto.of(await this.uow.read(actor, (tx) => this.account.own(tx)));
  }

  /** How the person is written to. */
  @Patch()
  @Allow(...SIGNED_IN)
  @InSession()
  @Answers(200, AccountDto)
  async prefer(@CurrentActor() actor: Actor, @Body() preferences: PreferencesDto): Promise<AccountDto> {
    const account = await this.uow.run(actor, async (tx) => {
      await this.account.prefer(tx, preferences);
      return this.account.own(tx);
    });
    return AccountDto.of(account);
  }

  /** Sends a link to another address; following it within a day makes it that of the account. */
  @Post('email')
  @Allow(...SIGNED_IN)
  @InSession()
  @Answers(200, AccountDto)
  async changeEmail(
    @CurrentActor() actor: Actor,
    @FormBody(ChangeEmailDto) body: UsableBody<ChangeEmailDto>,
    @Req() { ip: address }: FastifyRequest,
  ): Promise<AccountDto> {
    const person = await this.uow.read(actor, (tx) => tx.findOneBy(Person, { id: actor.personId }));
    if (!person) throw new NotFound('person', actor.personId);
    await this.prove(actor, { person, body, address });
    const { email } = body.usable;
    await this.limiters.emailChange.count(actor.personId, email);
    const account = await this.uow.run(actor, async (tx) => {
      await this.account.requestEmail(tx, email, person.passwordHash);
      return this.account.own(tx);
    });
    return AccountDto.of(account);
  }

  /**
   * That the person knows their password. Whatever else is wrong is said with a wrong one.
   * @throws TooManySignIns, SignInRefused, InvalidInput
   */
  private async prove(
    actor: Actor,
    {
      person,
      body: { usable, wrong },
      address,
    }: { readonly person: Person; readonly body: UsableBody<ChangeEmailDto>; readonly address: string },
  ): Promise<void> {
    const { email, password } = usable as Partial<ChangeEmailDto>;
    const broken = email === undefined ? [] : checkNewEmail(person, email);
    try {
      if (password !== undefined) {
        const { passwordHash } = person;
        await this.signIns.prove({ email: person.email, password, address }, async () => ({ actor, passwordHash }));
      }
    } catch (error) {
      if (!(error instanceof SignInRefused) || wrong.length + broken.length === 0) throw error;
      broken.push({ path: 'password', detail: 'This is not the password of your account.' });
    }
    refuseTogether(wrong, broken);
  }

  /** Sends the link to the other address again; the one before stops working. */
  @Post('email/send-again')
  @Allow(...SIGNED_IN)
  @InSession()
  @Answers(200, AccountDto, [404])
  async sendEmailAgain(@CurrentActor() actor: Actor): Promise<AccountDto> {
    const { awaitedEmail } = await this.uow.read(actor, (tx) => this.account.own(tx));
    if (awaitedEmail !== null) await this.limiters.emailChange.count(actor.personId, awaitedEmail);
    const account = await this.uow.run(actor, async (tx) => {
      await this.account.sendEmailAgain(tx);
      return this.account.own(tx);
    });
    return AccountDto.of(account);
  }

  /** The other address is not taken: its link stops working. */
  @Delete('email')
  @Allow(...SIGNED_IN)
  @InSession()
  @Answers(200, AccountDto)
  async cancelEmail(@CurrentActor() actor: Actor): Promise<AccountDto> {
    const account = await this.uow.run(actor, async (tx) => {
      await this.account.cancelEmail(tx);
      return this.account.own(tx);
    });
    return AccountDto.of(account);
  }

  /** Where the person is signed in. */
  @Get('sessions')
  @Allow(...SIGNED_IN)
  @InSession()
  @Header('Cache-Control', 'no-store')
  @Answers(200, OwnSessionsDto)
  async listSessions(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<OwnSessionsDto> {
    const sessions = await this.uow.read(actor, (tx) => this.sessions.own(tx, tokenOf(request)));
    return { items: sessions.map(OwnSessionDto.of) };
  }

  /** Signs the person out everywhere but here. */
  @Delete('sessions')
  @Allow(...SIGNED_IN)
  @InSession()
  @Answers(204, null)
  async closeOthers(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<void> {
    await this.uow.run(actor, (tx) => this.sessions.closeOthers(tx, tokenOf(request)));
  }

  /** Signs the person out at one other place. */
  @Delete('sessions/:id')
  @Allow(...SIGNED_IN)
  @InSession()
  @Answers(204, null, [404])
  async closeOther(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.uow.run(actor, (tx) => this.sessions.closeOther(tx, id, tokenOf(request)));
  }
}

function tokenOf({ credential }: FastifyRequest): string {
  if (credential?.kind !== 'session') throw new SessionRequired();
  return credential.tokenSha256;
}
