import { Body, Controller, Get, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, CurrentActor, IfMatch, IntField, NeedsIfMatch, withEtag } from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { ContactVerificationService, VERIFIED_AFTER_DAYS } from '../contact-verification.service.js';

class ContactVerificationInput {
  @IntField({ description: 'Days after which a point of contact is to be verified again', ...VERIFIED_AFTER_DAYS })
  afterDays!: number;
}

class ContactVerificationDto extends ContactVerificationInput {
  @IntField({ description: 'Grows with every change; the ETag', min: 1, max: 2_147_483_647 })
  version!: number;
}

@ApiTags('reference')
@Controller('reference/contact-verification')
export class ContactVerificationController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly service: ContactVerificationService,
  ) {}

  /** How long a verification of a point of contact holds. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, ContactVerificationDto)
  async get(
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContactVerificationDto> {
    return withEtag(reply, await this.uow.read(actor, (tx) => this.service.get(tx)));
  }

  @Put()
  @Allow('coordinator', 'administrator')
  @Answers(200, ContactVerificationDto)
  @NeedsIfMatch()
  async set(
    @CurrentActor() actor: Actor,
    @IfMatch() version: number,
    @Body() { afterDays }: ContactVerificationInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContactVerificationDto> {
    const view = await this.uow.run(actor, async (tx) => {
      await this.service.set(tx, version, afterDays);
      return this.service.get(tx);
    });
    return withEtag(reply, view);
  }
}
