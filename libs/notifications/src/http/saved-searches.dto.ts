import { ApiProperty } from '@nestjs/swagger';
import { NeedFilterQuery } from '#libs/needs/http';
import { BoolField, IdField, InstantField, IntField, NestedField, TextField } from '#libs/platform/http';
import type { SavedSearch } from '../notification.entities.js';

const NAME = { description: 'What its person calls it', max: 100 };
const FILTER = { description: 'A filter of the list of needs', type: () => NeedFilterQuery };
const ALERT = { description: 'Tell its person of each need that it finds from now on' };

export class SavedSearchInput {
  @TextField(NAME)
  name!: string;

  @NestedField(FILTER)
  filter!: NeedFilterQuery;

  @BoolField(ALERT)
  alert!: boolean;
}

/** What is left out stays. */
export class SavedSearchPatch {
  @TextField({ ...NAME, optional: true })
  name?: string;

  @NestedField({ ...FILTER, optional: true })
  filter?: NeedFilterQuery;

  @BoolField({ ...ALERT, optional: true })
  alert?: boolean;
}

export class SavedSearchDto extends SavedSearchInput {
  @IdField({ description: 'Id', prefix: 'srch' })
  id!: string;

  @InstantField({ description: 'When it was saved' })
  createdAt!: Date;

  @IntField({ description: 'Version, for If-Match', min: 1, max: 1_000_000_000 })
  version!: number;

  static of({ id, name, filter, alert, createdAt, version }: SavedSearch): SavedSearchDto {
    return { id, name, filter: filter as NeedFilterQuery, alert, createdAt, version };
  }
}

export class SavedSearchesDto {
  @ApiProperty({ type: [SavedSearchDto] })
  items!: SavedSearchDto[];
}
