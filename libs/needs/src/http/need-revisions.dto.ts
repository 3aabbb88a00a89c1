import { OmitType } from '@nestjs/swagger';
import {
  BoolField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NamedDto,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import { REVISED_FIELDS, revisionStates, type RevisedField, type RevisionState } from '../need-revision.rules.js';
import type { NeedRevisionView } from '../need-revisions.queries.js';
import { REASON_MAX, TEXT_MAX } from '../need.limits.js';
import { NeedPatch } from './needs.input.dto.js';

/** What a published need would say. What is left out stays; `items` are the whole list. */
export class ProposeRevisionInput extends OmitType(NeedPatch, [
  'areaIso2',
  'validUntil',
  'reportId',
  'reportParagraph',
] as const) {
  @TextField({ description: 'Why; shown with the change to everyone who may see it', max: REASON_MAX })
  reason!: string;
}

export class PublishRevisionInput {
  @TextField({
    description: 'A word to the organization',
    optional: true,
    nullable: true,
    max: REASON_MAX,
  })
  note?: string | null;
}

export class DeclineRevisionInput {
  @TextField({ description: 'Why the need stays as it is; for its organization', max: REASON_MAX })
  note!: string;
}

export class RevisionsQuery extends PageQuery {}

class DifferenceDto {
  @EnumField({ description: 'The field', values: REVISED_FIELDS })
  field!: RevisedField;

  @IntField({ description: 'Place of the item from 0; null: of the need itself', nullable: true, min: 0, max: 1000 })
  item!: number | null;

  @TextField({ description: 'What the item is, as changed', nullable: true, min: 0, max: TEXT_MAX })
  itemDescription!: string | null;

  @BoolField({ description: 'The whole item is new' })
  isNewItem!: boolean;

  @TextField({
    description:
      'What it was; nothing is an empty list, money its minor units and currency, a quantity its number and `currency USD` or `unit machine`',
    list: { max: 1000 },
    min: 0,
    max: TEXT_MAX,
  })
  before!: string[];

  @TextField({ description: 'What it is, in the same form', list: { max: 1000 }, min: 0, max: TEXT_MAX })
  after!: string[];
}

export class NeedRevisionDto {
  @IdField({ description: 'Id of the revision', prefix: 'nrev' })
  id!: string;

  @EnumField({ description: 'State', values: revisionStates.all })
  state!: RevisionState;

  @IntField({
    description: 'In the order of publication, from 1; null: not published',
    nullable: true,
    min: 1,
    max: 1e9,
  })
  number!: number | null;

  @IntField({ description: 'The published revision that it changes; 0: none', min: 0, max: 1e9 })
  basedOn!: number;

  @TextField({ description: 'Why it was proposed', nullable: true, max: REASON_MAX })
  reason!: string | null;

  @TextField({
    description: 'What the coordinator said; for the organization, coordinators and auditors',
    nullable: true,
    max: REASON_MAX,
  })
  note!: string | null;

  @NestedField({ description: 'Who proposed it; for the same', nullable: true, type: () => NamedDto })
  proposedBy!: NamedDto | null;

  @InstantField({ description: 'When' })
  proposedAt!: string;

  @NestedField({ description: 'Who decided; for the same', nullable: true, type: () => NamedDto })
  decidedBy!: NamedDto | null;

  @InstantField({ description: 'When', nullable: true })
  decidedAt!: string | null;

  @NestedField({
    description: 'What is different from the revision that it changes; none where that is not for the reader',
    list: { max: 10_000 },
    type: () => DifferenceDto,
  })
  differences!: DifferenceDto[];

  static of(this: void, { proposedAt, decidedAt, differences, ...revision }: NeedRevisionView): NeedRevisionDto {
    return {
      ...revision,
      proposedAt: proposedAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
      differences: differences.map(({ before, after, ...rest }) => ({
        ...rest,
        before: [...before],
        after: [...after],
      })),
    };
  }
}

export class NeedRevisionPage extends pageOf(NeedRevisionDto) {}
