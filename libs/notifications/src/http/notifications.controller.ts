import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, CurrentActor, SIGNED_IN } from '#libs/platform/http';
import { NotificationsQueries } from '../notifications.queries.js';
import { NotificationsService } from '../notifications.service.js';
import {
  MarkAllReadDto,
  MarkedDto,
  MarkNotificationsDto,
  NotificationPage,
  NotificationQuery,
  UnreadDto,
} from './notifications.dto.js';

/** What the signed-in person is told under the membership they act under. */
@ApiTags('notifications')
@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: NotificationsQueries,
    private readonly notifications: NotificationsService,
  ) {}

  /** The newest first; nothing of what the person may no longer see. */
  @Get()
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(200, NotificationPage)
  list(@CurrentActor() actor: Actor, @Query() query: NotificationQuery): Promise<NotificationPage> {
    return this.uow.read(actor, (tx) => this.queries.page(tx, query));
  }

  @Get('unread')
  @Allow(...SIGNED_IN)
  @Header('Cache-Control', 'no-store')
  @Answers(200, UnreadDto)
  async unread(@CurrentActor() actor: Actor): Promise<UnreadDto> {
    return { unread: await this.uow.read(actor, (tx) => this.queries.unread(tx)) };
  }

  /** Marks them as read, or takes that back. Those of others, and those that are so already, stay as they are. */
  @Post('read')
  @Allow(...SIGNED_IN)
  @Answers(200, MarkedDto)
  async mark(@CurrentActor() actor: Actor, @Body() { ids, isRead }: MarkNotificationsDto): Promise<MarkedDto> {
    return { ids: await this.uow.run(actor, (tx) => this.notifications.mark(tx, ids, isRead)) };
  }

  /** All that the person may see and that was written up to the last one they saw; at most 1,000 at once. */
  @Post('read-all')
  @Allow(...SIGNED_IN)
  @Answers(200, MarkedDto)
  async markAllRead(@CurrentActor() actor: Actor, @Body() { upTo }: MarkAllReadDto): Promise<MarkedDto> {
    return { ids: await this.uow.run(actor, (tx) => this.notifications.markAllRead(tx, upTo)) };
  }
}
