import {
  AmountField,
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NamedDto,
  NestedField,
  TextField,
} from '#libs/platform/http';
import { EVIDENCE_MAX } from '../delivery.entity.js';
import { deliveryStates, type DeliveryState } from '../delivery.states.js';
import type { DeliveryPlan, DeliveryRecord } from '../deliveries.service.js';
import type { DeliveryView, MatchDeliveries } from '../deliveries.queries.js';
import { matchStates, type MatchState } from '../match.states.js';
import { MeasureDto } from './matching.dto.js';

const NOTE_MAX = 2_000;

export class StartDeliveryDto {
  @DateField({ description: 'Day on which it is to arrive, from today on' })
  plannedOn!: string;

  @TextField({ description: 'A word to the State: how it comes, whom to call', optional: true, max: NOTE_MAX })
  note?: string;

  static planOf({ plannedOn, note }: StartDeliveryDto): DeliveryPlan {
    return { plannedOn, note: note ?? null };
  }
}

export class RecordDeliveryDto {
  @AmountField({ description: 'What arrived, in minor units of the currency or in whole units', example: '6' })
  quantity!: string;

  @DateField({ description: 'Day on which it arrived; of money, its value date' })
  deliveredOn!: string;

  @TextField({ description: 'A word to the State', optional: true, max: NOTE_MAX })
  note?: string;

  @IdField({
    description: 'Uploaded files of your organization that show it',
    optional: true,
    list: { max: EVIDENCE_MAX },
    prefix: 'file',
  })
  evidenceFileIds?: string[];

  /** Of what cannot be used and was taken out, what breaks no rule. */
  static recordOf({ quantity = '1', deliveredOn, note, evidenceFileIds = [] }: RecordDeliveryDto): DeliveryRecord {
    return { quantity: BigInt(quantity), deliveredOn, note: note ?? null, evidenceFileIds };
  }
}

export class AcceptDeliveryDto {
  @AmountField({ description: 'What of it is accepted; all of it where nothing is said', optional: true, example: '5' })
  accepted?: string;

  @TextField({ description: 'Why the rest goes back; required where there is a rest', optional: true, max: NOTE_MAX })
  reason?: string;
}

class DeliveryDto {
  @IdField({ description: 'Id', prefix: 'delivery' })
  id!: string;

  @EnumField({ description: 'What became of it', values: deliveryStates.all, name: 'DeliveryState' })
  state!: DeliveryState;

  @AmountField({ description: 'What arrived, in minor units of the currency or in whole units' })
  quantity!: string;

  @DateField({ description: 'Day on which it arrived; of money, its value date' })
  deliveredOn!: string;

  @TextField({ description: 'Words of who recorded it', nullable: true, max: NOTE_MAX })
  note!: string | null;

  @NestedField({ description: 'Files that show it', list: { max: EVIDENCE_MAX }, type: () => NamedDto })
  evidence!: NamedDto[];

  @NestedField({ description: 'Who recorded it', type: () => NamedDto })
  recordedBy!: NamedDto;

  @InstantField({ description: 'When' })
  recordedAt!: string;

  @AmountField({ description: 'What of it the State accepted' })
  accepted!: string;

  @NestedField({ description: 'Who accepted, returned or undid it', nullable: true, type: () => NamedDto })
  decidedBy!: NamedDto | null;

  @InstantField({ description: 'When', nullable: true })
  decidedAt!: string | null;

  @TextField({ description: 'Why it went back, in whole or in part, or was undone', nullable: true, max: NOTE_MAX })
  reason!: string | null;

  static of(this: void, { recordedAt, decidedAt, evidence, ...view }: DeliveryView): DeliveryDto {
    return {
      ...view,
      evidence: [...evidence],
      recordedAt: recordedAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
    };
  }
}

export class MatchDeliveriesDto {
  @IdField({ description: 'The match', prefix: 'match' })
  matchId!: string;

  @EnumField({ description: 'Its state', values: matchStates.all, name: 'MatchState' })
  state!: MatchState;

  @IntField({ description: 'Its version, as in the ETag', min: 1, max: 999_999_999 })
  version!: number;

  @AmountField({ description: 'What it commits' })
  amount!: string;

  @NestedField({ description: 'What the amount counts', type: () => MeasureDto })
  measure!: MatchDeliveries['measure'];

  @DateField({ description: 'Day on which it is to arrive', nullable: true })
  plannedOn!: string | null;

  @TextField({ description: 'Words of the donor about it', nullable: true, max: NOTE_MAX })
  note!: string | null;

  @AmountField({ description: 'What arrived and did not go back' })
  delivered!: string;

  @AmountField({ description: 'What of it the State accepted' })
  accepted!: string;

  @NestedField({
    description: 'Its deliveries in the order of their records',
    list: { max: 100 },
    type: () => DeliveryDto,
  })
  items!: DeliveryDto[];

  static of(this: void, { items, ...view }: MatchDeliveries): MatchDeliveriesDto {
    return { ...view, items: items.map(DeliveryDto.of) };
  }
}
