import { Body, Controller, Get, Param, Post, Query, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { Allow, Answers, created, CurrentActor, PageQuery, sendSheet, streamEvents } from '#libs/platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { importStates, type ImportState } from '../import.states.js';
import { ImportsQueries } from '../imports.queries.js';
import { ImportsService } from '../imports.service.js';
import { unusedRowsFile } from '../unused-rows.js';
import {
  ChangingRowDto,
  ChangingRowPage,
  FiledRowDto,
  FiledRowPage,
  ImportDto,
  ImportInput,
  ImportPage,
  UnusedRowDto,
  UnusedRowPage,
} from './imports.dto.js';

const SENDERS = ['focal-point', 'donor'] as const;
const READERS = [...SENDERS, 'auditor'] as const;

/** Files of needs and offers that people send back. */
@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly imports: ImportsService,
    private readonly queries: ImportsQueries,
  ) {}

  /** Those of the caller, the newest first. */
  @Get()
  @Allow(...READERS)
  @Answers(200, ImportPage)
  async list(@CurrentActor() actor: Actor, @Query() query: PageQuery): Promise<ImportPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { ...page, items: page.items.map(ImportDto.of) };
  }

  /** Has a file of the caller's organization read and used, or tried, in the background. */
  @Post()
  @Allow(...SENDERS)
  @Answers(201, ImportDto, [404, 409])
  async request(
    @CurrentActor() actor: Actor,
    @Body() input: ImportInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportDto> {
    const view = await this.uow.run(actor, async (tx) => this.queries.get(tx, await this.imports.request(tx, input)));
    return created(reply, 'imports', ImportDto.of(view));
  }

  @Get(':id')
  @Allow(...READERS)
  @Answers(200, ImportDto, [404])
  async get(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ImportDto> {
    return ImportDto.of(await this.uow.read(actor, (tx) => this.queries.get(tx, id)));
  }

  /** Ends it; what was done stays done, and the rows that it did not come to are in errors.csv. */
  @Post(':id/cancel')
  @Allow(...SENDERS)
  @Answers(200, ImportDto, [404, 409])
  async cancel(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<ImportDto> {
    const view = await this.uow.run(actor, async (tx) => {
      await this.imports.cancel(tx, id);
      return this.queries.get(tx, id);
    });
    return ImportDto.of(view);
  }

  /** The rows that were not used, with what is wrong with each. */
  @Get(':id/unused-rows')
  @Allow(...READERS)
  @Answers(200, UnusedRowPage, [404])
  async unused(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<UnusedRowPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.unusedPage(tx, id, query));
    return { ...page, items: page.items.map(UnusedRowDto.of) };
  }

  /** The rows that began, changed or proposed something – of a dry run, that would –, with each field as it was and becomes. */
  @Get(':id/changes')
  @Allow(...READERS)
  @Answers(200, ChangingRowPage, [404])
  async changes(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<ChangingRowPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.changes(tx, id, query));
    return { ...page, items: page.items.map(ChangingRowDto.of) };
  }

  /** The rows that an earlier file filed, with the need or the offer that stands for each. */
  @Get(':id/already-filed')
  @Allow(...READERS)
  @Answers(200, FiledRowPage, [404])
  async alreadyFiled(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Query() query: PageQuery,
  ): Promise<FiledRowPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.alreadyFiled(tx, id, query));
    return { ...page, items: page.items.map(FiledRowDto.of) };
  }

  /** The rows that were not used, in the columns of the file, with why: to be corrected and sent again as it is. */
  @Get(':id/errors.csv')
  @Allow(...READERS)
  @ApiProduces('text/csv')
  @ApiParam({ name: 'id' })
  @Answers(200, null, [404])
  async errors(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<StreamableFile> {
    return sendSheet(await unusedRowsFile(this.uow, actor, this.queries, id));
  }

  /** How far it is, as server-sent events, until it is over; `Last-Event-ID` says where to go on. */
  @Get(':id/events')
  @Allow(...READERS)
  @ApiProduces('text/event-stream')
  @ApiParam({ name: 'id' })
  @Answers(200, null, [404])
  async events(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await streamEvents(request, reply, {
      after: async (lastId) => {
        const view = await this.uow.read(actor, (tx) => this.queries.get(tx, id));
        return view.version > lastId ? [{ id: view.version, type: 'progress', data: ImportDto.of(view) }] : [];
      },
      isOver: ({ data }) => importStates.isFinal((data as { state: ImportState }).state),
    });
  }
}
