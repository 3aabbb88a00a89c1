import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  ANYONE,
  CurrentActor,
  FormBody,
  IfMatch,
  NeedsIfMatch,
  type UsableBody,
} from '#libs/platform/http';
import { NeedRevisionsQueries } from '../need-revisions.queries.js';
import { NeedRevisionsService } from '../need-revisions.service.js';
import {
  DeclineRevisionInput,
  NeedRevisionDto,
  NeedRevisionPage,
  ProposeRevisionInput,
  PublishRevisionInput,
  RevisionsQuery,
} from './need-revisions.dto.js';
import { NeedPatch } from './needs.input.dto.js';

/** What a published need said, and changes of it that wait. `If-Match` is the version of the need. */
@ApiTags('needs')
@Controller('needs/:id/revisions')
export class NeedRevisionsController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly revisions: NeedRevisionsService,
    private readonly queries: NeedRevisionsQueries,
  ) {}

  /** The newest first, each with what is different from the one before. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, NeedRevisionPage, [404])
  async list(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Query() query: RevisionsQuery,
  ): Promise<NeedRevisionPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, needId, query));
    return { ...page, items: page.items.map(NeedRevisionDto.of) };
  }

  /** Proposes to change a published need. */
  @Post()
  @HttpCode(201)
  @Allow('focal-point')
  @Answers(201, NeedRevisionDto, [404, 409])
  @NeedsIfMatch()
  async propose(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @IfMatch() version: number,
    @FormBody(ProposeRevisionInput) { usable, wrong }: UsableBody<ProposeRevisionInput>,
  ): Promise<NeedRevisionDto> {
    return this.uow.run(actor, async (tx) => {
      const { reason, ...changes } = usable;
      const proposed = { ...NeedPatch.changesOf(changes), reason };
      const id = await this.revisions.propose(tx, { needId, version }, proposed, wrong);
      return NeedRevisionDto.of(await this.queries.one(tx, needId, id));
    });
  }

  /** Makes the need say what was proposed. */
  @Post(':revisionId/publish')
  @HttpCode(200)
  @Allow('coordinator')
  @Answers(200, NeedRevisionDto, [404, 409])
  @NeedsIfMatch()
  publish(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('revisionId') revisionId: string,
    @IfMatch() version: number,
    @Body() { note }: PublishRevisionInput,
  ): Promise<NeedRevisionDto> {
    const seen = { needId, revisionId, version };
    return this.after((tx) => this.revisions.publish(tx, seen, note ?? null), { actor, needId, revisionId });
  }

  /** Leaves the need as it is. */
  @Post(':revisionId/decline')
  @HttpCode(200)
  @Allow('coordinator')
  @Answers(200, NeedRevisionDto, [404, 409])
  @NeedsIfMatch()
  decline(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('revisionId') revisionId: string,
    @IfMatch() version: number,
    @Body() { note }: DeclineRevisionInput,
  ): Promise<NeedRevisionDto> {
    const seen = { needId, revisionId, version };
    return this.after((tx) => this.revisions.decline(tx, seen, note), { actor, needId, revisionId });
  }

  /** Takes a proposed change back. */
  @Post(':revisionId/withdraw')
  @HttpCode(200)
  @Allow('focal-point')
  @Answers(200, NeedRevisionDto, [404, 409])
  @NeedsIfMatch()
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') needId: string,
    @Param('revisionId') revisionId: string,
    @IfMatch() version: number,
  ): Promise<NeedRevisionDto> {
    const seen = { needId, revisionId, version };
    return this.after((tx) => this.revisions.withdraw(tx, seen), { actor, needId, revisionId });
  }

  private after(
    verb: (tx: Tx) => Promise<void>,
    { actor, needId, revisionId }: { actor: Actor; needId: string; revisionId: string },
  ): Promise<NeedRevisionDto> {
    return this.uow.run(actor, async (tx) => {
      await verb(tx);
      return NeedRevisionDto.of(await this.queries.one(tx, needId, revisionId));
    });
  }
}
