import { Controller, Delete, Get, Header, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor, IdField, SIGNED_IN } from '#libs/platform/http';
import { SHORTLIST_MAX } from '../notification.rules.js';
import { ShortlistService } from '../shortlist.service.js';

class ShortlistDto {
  @IdField({ description: 'The last added first', list: { max: SHORTLIST_MAX }, prefix: 'need' })
  needIds!: string[];
}

/** Needs that the signed-in person keeps an eye on, under the membership they act under. */
@ApiTags('notifications')
@Controller('shortlist')
export class ShortlistController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly shortlist: ShortlistService,
  ) {}

  /** Those that the person may see now; the list of needs takes their ids. */
  @Get()
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(200, ShortlistDto)
  async list(@CurrentActor() actor: Actor): Promise<ShortlistDto> {
    return { needIds: await this.uow.read(actor, (tx) => this.shortlist.needIds(tx)) };
  }

  /** From now on the person is told what becomes of it. */
  @Put(':id')
  @Allow(...SIGNED_IN)
  @Answers(204, null, [404, 409])
  async add(@CurrentActor() actor: Actor, @Param('id') needId: string): Promise<void> {
    await this.uow.run(actor, (tx) => this.shortlist.add(tx, needId));
  }

  @Delete(':id')
  @Allow(...SIGNED_IN)
  @Answers(204, null, [404])
  async remove(@CurrentActor() actor: Actor, @Param('id') needId: string): Promise<void> {
    await this.uow.run(actor, (tx) => this.shortlist.remove(tx, needId));
  }
}
