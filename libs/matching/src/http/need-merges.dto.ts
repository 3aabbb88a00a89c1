import { EnumField, IdField, IntField, TextField } from '#libs/platform/http';
import { needStates, type NeedState, type NeedView } from '#libs/needs';

const NOTE_MAX = 1_000;

export class MergeNeedInput {
  @IdField({ description: 'The need that stays: of the same area, and asked for', prefix: 'need' })
  into!: string;

  @TextField({ description: 'Why the two are one; shown to everyone who may see the merged need', max: NOTE_MAX })
  note!: string;
}

export class TakeNeedApartInput {
  @TextField({ description: 'Why the two are not one after all', max: NOTE_MAX })
  reason!: string;
}

/** Where a need stands after it was merged or taken apart. */
export class MergedNeedDto {
  @IdField({ description: 'Id of the need', prefix: 'need' })
  id!: string;

  @EnumField({ description: 'Where it stands', values: needStates.all })
  state!: NeedState;

  @IdField({ description: 'The need that stands for both', nullable: true, prefix: 'need' })
  mergedInto!: string | null;

  @IntField({ description: 'Grows with every change; the ETag', min: 1, max: 2_147_483_647 })
  version!: number;

  static of({ id, state, mergedInto, version }: NeedView): MergedNeedDto {
    return { id, state, mergedInto: mergedInto?.id ?? null, version };
  }
}
