import { AmountField, EnumField, InstantField, NamedDto, NestedField, TextField } from '#libs/platform/http';
import { MATCH_ACTS, type MatchAct, type MatchEvent, type MatchWithHistory } from '../match-history.queries.js';
import { MatchDto } from './matching.dto.js';

class MatchEventDto {
  @EnumField({ description: 'What was done', values: MATCH_ACTS, name: 'MatchAct' })
  act!: MatchAct;

  @InstantField({ description: 'When' })
  at!: string;

  @NestedField({
    description: 'Who decided it; null where no person did, or none is named',
    nullable: true,
    type: () => NamedDto,
  })
  person!: NamedDto | null;

  @NestedField({ description: 'For whom; null where a rule acted', nullable: true, type: () => NamedDto })
  organization!: NamedDto | null;

  @TextField({ description: 'The reason that was given, or the words to the parties', nullable: true, max: 2_000 })
  note!: string | null;

  @AmountField({ description: 'What it gave before; null where the act lowered nothing', nullable: true })
  from!: string | null;

  @AmountField({ description: 'What it gives since', nullable: true })
  to!: string | null;

  static of(this: void, { at, ...event }: MatchEvent): MatchEventDto {
    return { ...event, at: at.toISOString() };
  }
}

export class MatchWithHistoryDto extends MatchDto {
  @NestedField({
    description: 'What was done with it, the oldest first: as much as you may know of',
    list: { max: 100 },
    type: () => MatchEventDto,
  })
  history!: MatchEventDto[];

  static withHistory(this: void, { history, ...match }: MatchWithHistory): MatchWithHistoryDto {
    return { ...MatchDto.of(match), history: history.map(MatchEventDto.of) };
  }
}
