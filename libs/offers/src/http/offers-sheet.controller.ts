import { Controller, Get, Inject, Query, type StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor, Clock } from '#libs/kernel';
import { CLOCK, sheetFile, UnitOfWork } from '#libs/platform';
import { Allow, Answers, ANYONE, CurrentActor, sendSheet } from '#libs/platform/http';
import { OffersSheet } from '../offers.sheet.js';
import { OfferExportQuery } from './offers.query.dto.js';

@ApiTags('offers')
@Controller('offers/export')
export class OffersSheetController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sheet: OffersSheet,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The offers that the caller may see as a spreadsheet: one row for each. */
  @Get()
  @Allow(...ANYONE)
  @ApiProduces('text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
  @Answers(200, null)
  async export(
    @CurrentActor() actor: Actor,
    @Query() { format = 'csv', ...filter }: OfferExportQuery,
  ): Promise<StreamableFile> {
    return sendSheet(await sheetFile(this.uow, actor, this.sheet, { format, filter, now: this.clock.now() }));
  }
}
