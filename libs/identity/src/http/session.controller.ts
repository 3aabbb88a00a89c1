import { Body, Controller, Delete, Get, Header, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, CurrentActor, SIGNED_IN, Unauthenticated, SessionRequired } from '#libs/platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { deviceOf } from '../device.rules.js';
import { IdentityQueries } from '../identity.queries.js';
import { SessionsService } from '../sessions.service.js';
import { SessionCookie } from './session-cookie.js';
import { ChangeMembershipDto, SessionDto, SignInDto } from './session.dto.js';
import { SignIn } from './sign-in.js';

@ApiTags('session')
@Controller('session')
export class SessionController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly signIns: SignIn,
    private readonly sessions: SessionsService,
    private readonly queries: IdentityQueries,
    private readonly cookie: SessionCookie,
  ) {}

  /** Sign in. Answers 401 in the same words and time whatever was wrong, 429 after too many attempts. */
  @Post()
  @Allow(...ANYONE)
  @Header('Cache-Control', 'no-store')
  @Answers(200, SessionDto)
  async signIn(
    @Body() { email, password, membershipId }: SignInDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const { credential, ip: address, headers } = request;
    const device = deviceOf(headers['user-agent']);
    const replaces = credential?.kind === 'session' ? credential.tokenSha256 : undefined;
    const signedIn = await this.signIns.signIn({ email, password, membershipId, address, replaces, device });
    this.cookie.set(reply, signedIn.token);
    return this.describe(signedIn.actor, signedIn.membershipId);
  }

  /** Who is signed in. */
  @Get()
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(200, SessionDto)
  async current(@CurrentActor() actor: Actor, @Req() { credential }: FastifyRequest): Promise<SessionDto> {
    if (!credential) throw new Unauthenticated();
    return this.describe(actor, credential.membershipId);
  }

  /** Sign out. */
  @Delete()
  @Allow(...ANYONE)
  @Answers(204, null)
  async signOut(
    @CurrentActor() actor: Actor,
    @Req() { credential }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (credential?.kind === 'session') {
      await this.uow.run(actor, (tx) => this.sessions.close(tx, credential.tokenSha256));
    }
    this.cookie.clear(reply);
  }

  /** Go on under another membership. */
  @Post('membership')
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(200, SessionDto, [404])
  async change(
    @CurrentActor() actor: Actor,
    @Body() { membershipId }: ChangeMembershipDto,
    @Req() { credential }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    if (credential?.kind !== 'session') throw new SessionRequired();
    const { tokenSha256 } = credential;
    const token = await this.uow.run(actor, (tx) => this.sessions.change(tx, { tokenSha256, membershipId }));
    this.cookie.set(reply, token);
    return this.describe(actor, membershipId);
  }

  private async describe(actor: Actor, membershipId: string): Promise<SessionDto> {
    const person = await this.uow.read(actor, (tx) => this.queries.person(tx, actor.personId));
    return SessionDto.of(person, membershipId);
  }
}
