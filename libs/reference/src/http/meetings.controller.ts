import { Controller, Delete, Get, Inject, Param, Patch, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { calendarDateOf, type Actor, type Clock } from '#libs/kernel';
import { CLOCK, UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  ANYONE,
  CurrentActor,
  FormBody,
  IfMatch,
  NeedsIfMatch,
  withEtag,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { Meeting } from '../meeting.entity.js';
import { MeetingsService } from '../meetings.service.js';
import { ReferenceQueries } from '../reference.queries.js';
import {
  MeetingDto,
  MeetingInput,
  MeetingPatch,
  MeetingsDto,
  ReportingCycleDto,
  ReportingCyclesDto,
} from './meetings.dto.js';

/** The calendar of the follow-up to the Programme of Action and the tracing instrument, and the reporting cycles between. */
@ApiTags('reference')
@Controller('reference')
export class MeetingsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: ReferenceQueries,
    private readonly meetings: MeetingsService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('meetings')
  @Allow(...ANYONE)
  @Answers(200, MeetingsDto)
  async list(@CurrentActor() actor: Actor): Promise<MeetingsDto> {
    const meetings = await this.uow.read(actor, (tx) => this.queries.meetings(tx));
    return { items: meetings.map(MeetingDto.of) };
  }

  @Get('reporting-cycles')
  @Allow(...ANYONE)
  @Answers(200, ReportingCyclesDto)
  async cycles(@CurrentActor() actor: Actor): Promise<ReportingCyclesDto> {
    const cycles = await this.uow.read(actor, (tx) => this.queries.reportingCycles(tx));
    const today = calendarDateOf(this.clock.now());
    return {
      items: cycles.reverse().map((cycle) => ({
        ...ReportingCycleDto.of(cycle),
        current: cycle.from <= today && today <= cycle.until,
      })),
    };
  }

  /** Adds a meeting that was decided since. */
  @Post('meetings')
  @Allow('administrator')
  @Answers(201, MeetingDto, [409])
  async add(
    @CurrentActor() actor: Actor,
    @FormBody(MeetingInput) { usable: { name, ...input }, wrong }: UsableBody<MeetingInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeetingDto> {
    return this.change(actor, input.code, reply, (tx) => this.meetings.add(tx, { ...input, nameEn: name }, wrong));
  }

  /** Corrects a meeting: its dates once they are decided, its name. */
  @Patch('meetings/:code')
  @Allow('administrator')
  @Answers(200, MeetingDto, [404, 409])
  @NeedsIfMatch()
  async correct(
    @CurrentActor() actor: Actor,
    @Param('code') code: string,
    @IfMatch() version: number,
    @FormBody(MeetingPatch) { usable: { name, ...patch }, wrong }: UsableBody<MeetingPatch>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MeetingDto> {
    return this.change(actor, code, reply, (tx) =>
      this.meetings.correct(tx, { code, version }, { ...patch, nameEn: name }, wrong),
    );
  }

  /** Takes out a meeting that was entered wrongly, as long as no report and no need hangs on the cycle that leads to it. */
  @Delete('meetings/:code')
  @Allow('administrator')
  @Answers(204, null, [404, 409])
  @NeedsIfMatch()
  async remove(@CurrentActor() actor: Actor, @Param('code') code: string, @IfMatch() version: number): Promise<void> {
    await this.uow.run(actor, (tx) => this.meetings.remove(tx, { code, version }));
  }

  private async change(
    actor: Actor,
    code: string,
    reply: FastifyReply,
    verb: (tx: Tx) => Promise<void>,
  ): Promise<MeetingDto> {
    const meeting = await this.uow.run(actor, async (tx) => {
      await verb(tx);
      return tx.findOneByOrFail(Meeting, { code });
    });
    return withEtag(reply, MeetingDto.of(meeting));
  }
}
