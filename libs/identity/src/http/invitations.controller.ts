import { Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, created, CurrentActor, FormBody, InSession, type UsableBody } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { InvitationsQueries } from '../invitations.queries.js';
import { InvitationsService } from '../invitations.service.js';
import { InvitationDto, InvitationPage, InvitationsQuery, InviteDto } from './invitations.dto.js';

@ApiTags('people')
@Controller('people/invitations')
export class InvitationsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly invitations: InvitationsService,
    private readonly queries: InvitationsQueries,
  ) {}

  /** The latest first. */
  @Get()
  @Allow('administrator', 'auditor')
  @Answers(200, InvitationPage)
  async list(@CurrentActor() actor: Actor, @Query() query: InvitationsQuery): Promise<InvitationPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { ...page, items: page.items.map(InvitationDto.of) };
  }

  /** Writes to an address; whoever follows the link within 14 days becomes a member. */
  @Post()
  @Allow('administrator')
  @InSession()
  @Answers(201, InvitationDto, [404, 409])
  async invite(
    @CurrentActor() actor: Actor,
    @FormBody(InviteDto) { usable, wrong }: UsableBody<InviteDto>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InvitationDto> {
    const { email = '', name = '', organizationId = '', role } = usable;
    const invitation = await this.uow.run(actor, async (tx) =>
      this.queries.one(tx, await this.invitations.invite(tx, { email, name, organizationId, role }, wrong)),
    );
    return created(reply, 'people/invitations', InvitationDto.of(invitation));
  }

  /** A new e-mail with a new link; those before it stop working, and the 14 days count anew. */
  @Post(':id/send-again')
  @Allow('administrator')
  @InSession()
  @Answers(200, InvitationDto, [404, 409])
  async sendAgain(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<InvitationDto> {
    return this.changed(actor, id, (tx) => this.invitations.sendAgain(tx, id));
  }

  /** Its links stop working at once. */
  @Post(':id/revoke')
  @Allow('administrator')
  @InSession()
  @Answers(200, InvitationDto, [404, 409])
  async revoke(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<InvitationDto> {
    return this.changed(actor, id, (tx) => this.invitations.revoke(tx, id));
  }

  private async changed(
    actor: Actor,
    id: string,
    change: Parameters<typeof this.uow.run<void>>[1],
  ): Promise<InvitationDto> {
    const invitation = await this.uow.run(actor, async (tx) => {
      await change(tx);
      return this.queries.one(tx, id);
    });
    return InvitationDto.of(invitation);
  }
}
