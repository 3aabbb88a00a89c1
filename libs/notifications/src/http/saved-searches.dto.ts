import { ApiProperty, PartialType } from '@nestjs/swagger';
import { NeedFilterQuery } from '#libs/needs/http';
import { BoolField, IdField, InstantField, IntField, NestedField, TextField } from '#libs/platform/http';
import type { SavedSearch } from '../notification.entities.js';

export class SavedSearchInput {
  @TextField({ description: 'What its person calls it', max: 100 })
  name!: string;

  @NestedField({ description: 'A filter of the list of needs', type: () => NeedFilterQuery })
  filter!: NeedFilterQuery;

  @BoolField({ description: 'Tell its person of each need that it finds from now on' })
  alert!: boolean;
}

export class SavedSearchPatch extends PartialType(SavedSearchInput) {}

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
