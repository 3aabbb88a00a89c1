import { needStates, type NeedState } from '#libs/needs';
import {
  BoolField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NamedDto,
  NestedField,
  pageOf,
  PageQuery,
  TextField,
} from '#libs/platform/http';
import { MARKED_MAX, NOTIFICATION_KINDS, type NotificationKind } from '../notification.rules.js';
import { COUNTED_MAX } from '../notifications.queries.js';

export class NotificationQuery extends PageQuery {
  @BoolField({ description: 'Only those that are not read', optional: true })
  unread?: boolean;
}

class NotifiedNeedDto {
  @IdField({ description: 'Id', prefix: 'need' })
  id!: string;

  @TextField({ description: 'What it is called now', max: 300 })
  title!: string;

  @TextField({
    description: 'Country or area (ISO 3166-1), of a hidden need as the parties to its match saw it last',
    max: 2,
  })
  areaIso2!: string;

  @EnumField({
    description: 'Where it stands now; null where the person may not see it as it is now',
    nullable: true,
    values: needStates.all,
  })
  state!: NeedState | null;

  @NestedField({ description: 'Who asks', type: () => NamedDto })
  organization!: NamedDto;
}

class NotifiedOfferDto {
  @IdField({ description: 'Id', prefix: 'offer' })
  id!: string;

  @TextField({ description: 'What it is called now', max: 300 })
  title!: string;
}

class NotifiedContactDto {
  @IdField({ description: 'Id', prefix: 'poc' })
  id!: string;

  @TextField({ description: 'The name of the person', max: 200 })
  name!: string;

  @IdField({ description: 'For whom they speak', prefix: 'org' })
  organizationId!: string;
}

class NotificationDto {
  @IdField({ description: 'Id', prefix: 'note' })
  id!: string;

  @EnumField({ description: 'What happened', values: NOTIFICATION_KINDS })
  kind!: NotificationKind;

  @InstantField({ description: 'When it happened' })
  createdAt!: Date;

  @BoolField({ description: 'The person has read it' })
  isRead!: boolean;

  @NestedField({ description: 'The need that it is about', nullable: true, type: () => NotifiedNeedDto })
  need!: NotifiedNeedDto | null;

  @NestedField({ description: 'The offer that it is about', nullable: true, type: () => NotifiedOfferDto })
  offer!: NotifiedOfferDto | null;

  @NestedField({
    description: 'The point of contact that it is about',
    nullable: true,
    type: () => NotifiedContactDto,
  })
  contact!: NotifiedContactDto | null;

  @IdField({ description: 'The match that it is about', nullable: true, prefix: 'match' })
  matchId!: string | null;

  @IntField({
    description: `How much work waits, ${COUNTED_MAX} at most; null where none is meant`,
    nullable: true,
    min: 1,
    max: COUNTED_MAX,
  })
  waiting!: number | null;
}

export class NotificationPage extends pageOf(NotificationDto) {}

export class UnreadDto {
  @IntField({
    description: `How many are not read; ${COUNTED_MAX} stands for so many and more`,
    min: 0,
    max: COUNTED_MAX,
  })
  unread!: number;
}

export class MarkNotificationsDto {
  @IdField({ description: 'Which', list: { min: 1, max: MARKED_MAX }, prefix: 'note' })
  ids!: string[];

  @BoolField({ description: 'As read, or as not read' })
  isRead!: boolean;
}

export class MarkAllReadDto {
  @IdField({ description: 'The greatest id of those that the person has seen', prefix: 'note' })
  upTo!: string;
}

export class MarkedDto {
  @IdField({ description: 'Those that were changed by it', list: { max: MARKED_MAX }, prefix: 'note' })
  ids!: string[];
}
