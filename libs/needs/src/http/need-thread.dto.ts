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
import type { NewMessage, Question } from '../need-thread.service.js';
import type { NeedMessageView, NeedThreadView } from '../need-thread.queries.js';
import { REASON_MAX } from '../need.limits.js';

const BODY_MAX = 4_000;
const QUESTIONS_MAX = 30;
const ABOUT = { max: 60, pattern: /^[a-zA-Z]+(\.[a-zA-Z0-9]+)*$/, example: 'items.0.unitCost' };
const ABOUT_MEANING = 'The field that it is about; it stays with the item that stands there now';

class QuestionInput {
  @TextField({ description: ABOUT_MEANING, optional: true, nullable: true, ...ABOUT })
  about?: string | null;

  @TextField({ description: 'The question', max: BODY_MAX })
  body!: string;
}

export class ReturnNeedInput {
  @NestedField({
    description: 'What its organization is asked',
    list: { min: 1, max: QUESTIONS_MAX },
    type: () => QuestionInput,
  })
  questions!: QuestionInput[];

  static questionsOf({ questions }: ReturnNeedInput): Question[] {
    return questions.map(({ about, body }) => ({ about: about ?? null, body }));
  }
}

export class NeedMessageInput {
  @TextField({ description: ABOUT_MEANING, optional: true, nullable: true, ...ABOUT })
  about?: string | null;

  @TextField({ description: 'What is said', max: BODY_MAX })
  body!: string;

  @IdField({ description: 'The question that it answers', optional: true, nullable: true, prefix: 'msg' })
  answersId?: string | null;

  static messageOf({ about, body, answersId }: NeedMessageInput): NewMessage {
    return { about: about ?? null, body, answersId: answersId ?? null };
  }
}

export class NeedThreadQuery extends PageQuery {}

export class NeedMessageDto {
  @IdField({ description: 'Id', prefix: 'msg' })
  id!: string;

  @NestedField({ description: 'Who wrote it', type: () => NamedDto })
  person!: NamedDto;

  @NestedField({ description: 'For whom', type: () => NamedDto })
  organization!: NamedDto;

  @EnumField({ description: 'In which role', values: ['focal-point', 'coordinator'] as const })
  role!: 'focal-point' | 'coordinator';

  @BoolField({ description: 'The need was given back with it' })
  isQuestion!: boolean;

  @BoolField({ description: 'It was answered' })
  isAnswered!: boolean;

  @TextField({
    description: 'The field that it is about, by the place where its item stands now, or stood when it was written',
    nullable: true,
    ...ABOUT,
  })
  about!: string | null;

  @BoolField({ description: 'The item that it is about was removed' })
  isItemRemoved!: boolean;

  @TextField({ description: 'What is said', max: BODY_MAX })
  body!: string;

  @IdField({ description: 'The question that it answers', nullable: true, prefix: 'msg' })
  answersId!: string | null;

  @InstantField({ description: 'When' })
  sentAt!: string;

  static of({ sentAt, ...message }: NeedMessageView): NeedMessageDto {
    return { ...message, sentAt: sentAt.toISOString() };
  }
}

export class NeedThreadPage extends pageOf(NeedMessageDto) {
  @InstantField({ description: 'When a coordinator took the need up', nullable: true })
  acknowledgedAt!: string | null;

  @TextField({ description: 'How its origin was made sure of', nullable: true, max: REASON_MAX })
  authentication!: string | null;

  @IntField({ description: 'Questions that nobody has answered, on all pages', min: 0, max: 2_147_483_647 })
  openQuestions!: number;

  static of({ items, acknowledgedAt, ...thread }: NeedThreadView): NeedThreadPage {
    return {
      ...thread,
      acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
      items: items.map(NeedMessageDto.of),
    };
  }
}
