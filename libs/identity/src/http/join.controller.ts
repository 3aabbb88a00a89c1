import { Body, Controller, Header, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ANONYMOUS } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE } from '#libs/platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { deviceOf } from '../device.rules.js';
import { IdentityQueries } from '../identity.queries.js';
import { LinkLimiter } from '../link-limiter.js';
import { InvitationsQueries } from '../invitations.queries.js';
import { AcceptInvitation } from './accept-invitation.js';
import { AcceptInvitationDto, InvitedPersonDto, LinkDto } from './invitations.dto.js';
import { SessionCookie } from './session-cookie.js';
import { SessionDto } from './session.dto.js';

/** What the link of an invitation leads to. Its token comes in the body, which no log of addresses holds. */
@ApiTags('session')
@Controller('invitations')
export class JoinController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly links: LinkLimiter,
    private readonly queries: InvitationsQueries,
    private readonly people: IdentityQueries,
    private readonly acceptances: AcceptInvitation,
    private readonly cookie: SessionCookie,
  ) {}

  /** Who is invited to what. */
  @Post('look-up')
  @Allow(...ANYONE)
  @Header('Cache-Control', 'no-store')
  @Answers(200, InvitedPersonDto, [404])
  async lookUp(@Body() { token }: LinkDto, @Req() { ip: address }: FastifyRequest): Promise<InvitedPersonDto> {
    await this.links.count(address);
    return InvitedPersonDto.of(await this.uow.read(ANONYMOUS, (tx) => this.queries.byToken(tx, token)));
  }

  /** Become a member, and sign in as such. */
  @Post('accept')
  @Allow(...ANYONE)
  @Header('Cache-Control', 'no-store')
  @Answers(200, SessionDto, [404, 409])
  async accept(
    @Body() { token, password }: AcceptInvitationDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionDto> {
    const { credential, ip: address, headers } = request;
    const device = deviceOf(headers['user-agent']);
    const replaces = credential?.kind === 'session' ? credential.tokenSha256 : undefined;
    const signedIn = await this.acceptances.accept({ token, password, address, replaces, device });
    this.cookie.set(reply, signedIn.token);
    const { actor, membershipId } = signedIn;
    const person = await this.uow.read(actor, (tx) => this.people.person(tx, actor.personId));
    return SessionDto.of(person, membershipId);
  }
}
