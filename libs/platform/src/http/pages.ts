import type { Type } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX } from '../paging.js';
import { IntField, TextField } from './fields.js';

/** Query parameters of every list. */
export class PageQuery {
  @TextField({ description: 'Where to go on: `nextCursor` of the page before', optional: true, max: 500 })
  cursor?: string;

  @IntField({ description: 'Rows a page', optional: true, min: 1, max: PAGE_LIMIT_MAX })
  limit: number = PAGE_LIMIT_DEFAULT;
}

/** The answer class of a list: `class NeedPage extends pageOf(NeedSummaryDto) {}`. */
export function pageOf<T>(item: Type<T>): Type<{ items: T[]; nextCursor: string | null }> {
  class PageDto {
    @ApiProperty({ type: [item] })
    items!: T[];

    @ApiProperty({
      type: String,
      nullable: true,
      description: 'Send it as `cursor` for the next page; null on the last',
    })
    nextCursor!: string | null;
  }
  return PageDto;
}
