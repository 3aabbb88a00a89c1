import { Body, Controller, Get, Param, Patch, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { FileStore, UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  ANYONE,
  created,
  CurrentActor,
  FormBody,
  IfMatch,
  NeedsIfMatch,
  sendFile,
  withEtag,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { NationalReportsQueries } from '../national-reports.queries.js';
import { NationalReportsService } from '../national-reports.service.js';
import { NeedsQueries } from '../needs.queries.js';
import {
  NationalReportDto,
  NationalReportInput,
  NationalReportPage,
  NationalReportPatch,
  NationalReportsQuery,
  NationalReportSummaryDto,
  NeedFromReportInput,
  NeedOfReportDto,
  NeedsOfReportPage,
  NeedsOfReportQuery,
  WithdrawReportInput,
} from './national-reports.dto.js';
import { NeedDto } from './needs.dto.js';

/** Records of the reports that States make on the Programme of Action and the tracing instrument, and the needs from them. */
@ApiTags('national reports')
@Controller('national-reports')
export class NationalReportsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly reports: NationalReportsService,
    private readonly queries: NationalReportsQueries,
    private readonly needs: NeedsQueries,
    private readonly files: FileStore,
  ) {}

  /** Reports that the caller may see, the last submitted first. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, NationalReportPage)
  async list(@CurrentActor() actor: Actor, @Query() query: NationalReportsQuery): Promise<NationalReportPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { ...page, items: page.items.map(NationalReportSummaryDto.of) };
  }

  @Get(':id')
  @Allow(...ANYONE)
  @Answers(200, NationalReportDto, [404])
  async get(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NationalReportDto> {
    return withEtag(reply, NationalReportDto.of(await this.uow.read(actor, (tx) => this.queries.get(tx, id))));
  }

  /** The file of a report that the caller may see; earlier ones for its State, coordinators and auditors. */
  @Get(':id/files/:fileId')
  @Allow(...ANYONE)
  @ApiProduces('application/octet-stream')
  @Answers(200, null, [404])
  async download(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Param('fileId') fileId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.uow.read(actor, (tx) => this.queries.file(tx, id, fileId));
    return sendFile(reply, this.files, file);
  }

  /** Files the report of the caller's own State, or, for a coordinator, one that a State submitted elsewhere. */
  @Post()
  @Allow('focal-point', 'coordinator')
  @Answers(201, NationalReportDto, [409])
  async file(
    @CurrentActor() actor: Actor,
    @FormBody(NationalReportInput) { usable, wrong }: UsableBody<NationalReportInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NationalReportDto> {
    const view = await this.uow.run(actor, async (tx) =>
      this.queries.get(tx, await this.reports.file(tx, NationalReportInput.contentOf(usable), wrong)),
    );
    return created(reply, 'national-reports', NationalReportDto.of(view));
  }

  /** Corrects a report: its State, or a coordinator one that a coordinator filed. */
  @Patch(':id')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NationalReportDto, [404, 409])
  @NeedsIfMatch()
  correct(
    @CurrentActor() actor: Actor,
    @Param('id') reportId: string,
    @IfMatch() version: number,
    @FormBody(NationalReportPatch) { usable, wrong }: UsableBody<NationalReportPatch>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NationalReportDto> {
    return this.change(actor, reportId, reply, (tx) => this.reports.correct(tx, { reportId, version }, usable, wrong));
  }

  /** Takes a report back; nobody deletes one. */
  @Post(':id/withdraw')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NationalReportDto, [404, 409])
  @NeedsIfMatch()
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') reportId: string,
    @IfMatch() version: number,
    @Body() { reason }: WithdrawReportInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NationalReportDto> {
    return this.change(actor, reportId, reply, (tx) => this.reports.withdraw(tx, { reportId, version }, reason));
  }

  /** Undoes a withdrawal. */
  @Post(':id/restore')
  @Allow('focal-point', 'coordinator')
  @Answers(200, NationalReportDto, [404, 409])
  @NeedsIfMatch()
  restore(
    @CurrentActor() actor: Actor,
    @Param('id') reportId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NationalReportDto> {
    return this.change(actor, reportId, reply, (tx) => this.reports.restore(tx, { reportId, version }));
  }

  /** Needs that come from the report and that the caller may see, in the order in which they were begun. */
  @Get(':id/needs')
  @Allow(...ANYONE)
  @Answers(200, NeedsOfReportPage, [404])
  async needsOf(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: NeedsOfReportQuery,
  ): Promise<NeedsOfReportPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.needsOf(tx, id, query));
    return { ...page, items: page.items.map(NeedOfReportDto.of) };
  }

  /** Begins a need that the report asks for: a draft in the language of the report that names the paragraph. */
  @Post(':id/needs')
  @Allow('focal-point')
  @Answers(201, NeedDto, [404, 409])
  async beginNeed(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() { title, paragraph = null, areaIso2 }: NeedFromReportInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NeedDto> {
    const view = await this.uow.run(actor, async (tx) =>
      this.needs.get(tx, await this.reports.beginNeed(tx, id, { title, paragraph, areaIso2 })),
    );
    return created(reply, 'needs', NeedDto.of(view));
  }

  private async change(
    actor: Actor,
    reportId: string,
    reply: FastifyReply,
    verb: (tx: Tx) => Promise<void>,
  ): Promise<NationalReportDto> {
    const view = await this.uow.run(actor, async (tx) => {
      await verb(tx);
      return this.queries.get(tx, reportId);
    });
    return withEtag(reply, NationalReportDto.of(view));
  }
}
