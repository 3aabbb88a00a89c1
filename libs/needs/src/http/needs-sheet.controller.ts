import { Controller, Get, Inject, Query, type StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor, Clock } from '#libs/kernel';
import { CLOCK, sheetFile, UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, CurrentActor, sendSheet } from '#libs/platform/http';
import { NeedsSheet } from '../needs.sheet.js';
import { NeedExportQuery } from './needs.query.dto.js';

@ApiTags('needs')
@Controller('needs/export')
export class NeedsSheetController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sheet: NeedsSheet,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The needs that the caller may see as a spreadsheet: one row for each item. */
  @Get()
  @Allow(...ANYONE)
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @Answers(200, null)
  async export(
    @CurrentActor() actor: Actor,
    @Query() { format = 'csv', ...filter }: NeedExportQuery,
  ): Promise<StreamableFile> {
    return sendSheet(await sheetFile(this.uow, actor, this.sheet, { format, filter, now: this.clock.now() }));
  }
}
