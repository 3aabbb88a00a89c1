import { Body, Controller, Get, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import {
  Allow,
  Answers,
  ANYONE,
  created,
  CurrentActor,
  FormBody,
  IfMatch,
  NeedsIfMatch,
  withEtag,
  type UsableBody,
} from '#libs/platform/http';
import type { FastifyReply } from 'fastify';
import { OfferLifeService } from '../offer-life.service.js';
import { OffersCounts } from '../offers.counts.js';
import { OffersQueries } from '../offers.queries.js';
import { OffersService } from '../offers.service.js';
import { OfferFacetsDto } from './offers.counts.dto.js';
import { OfferDto, OfferPage } from './offers.dto.js';
import { OfferFilterQuery, OfferQuery } from './offers.query.dto.js';
import { OfferInput, OfferPatch, ReduceOfferInput, ReopenOfferInput, WithdrawOfferInput } from './offers.input.dto.js';

@ApiTags('offers')
@Controller('offers')
export class OffersController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly offers: OffersService,
    private readonly life: OfferLifeService,
    private readonly queries: OffersQueries,
    private readonly counts: OffersCounts,
  ) {}

  /** Offers that the caller may see. */
  @Get()
  @Allow(...ANYONE)
  @Answers(200, OfferPage)
  async list(@CurrentActor() actor: Actor, @Query() query: OfferQuery): Promise<OfferPage> {
    const page = await this.uow.read(actor, (tx) => this.queries.list(tx, query));
    return { ...page, items: page.items.map(OfferDto.of) };
  }

  /** How many offers each value of a filter would leave; loads apart from the list. */
  @Get('facets')
  @Allow(...ANYONE)
  @Answers(200, OfferFacetsDto)
  async facets(@CurrentActor() actor: Actor, @Query() query: OfferFilterQuery): Promise<OfferFacetsDto> {
    return OfferFacetsDto.of(await this.uow.read(actor, (tx) => this.counts.facets(tx, query)));
  }

  @Get(':id')
  @Allow(...ANYONE)
  @Answers(200, OfferDto, [404])
  async get(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    return withEtag(reply, OfferDto.of(await this.uow.read(actor, (tx) => this.queries.get(tx, id))));
  }

  /** Begins an offer of the caller's own organization. */
  @Post()
  @Allow('donor')
  @Answers(201, OfferDto)
  async draft(
    @CurrentActor() actor: Actor,
    @FormBody(OfferInput) { usable, wrong }: UsableBody<OfferInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    const view = await this.uow.run(actor, async (tx) =>
      this.queries.get(tx, await this.offers.draft(tx, OfferInput.draftOf(usable), wrong)),
    );
    return created(reply, 'offers', OfferDto.of(view));
  }

  /** Rewrites an offer of the caller's own organization. */
  @Patch(':id')
  @Allow('donor')
  @Answers(200, OfferDto, [404, 409])
  @NeedsIfMatch()
  revise(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @FormBody(OfferPatch) { usable, wrong }: UsableBody<OfferPatch>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    const changes = OfferPatch.changesOf(usable);
    return this.change(actor, offerId, reply, (tx) => this.offers.revise(tx, { offerId, version }, changes, wrong));
  }

  /** Puts an offer on the table. */
  @Post(':id/publish')
  @Allow('donor')
  @Answers(200, OfferDto, [404, 409])
  @NeedsIfMatch()
  publish(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    return this.change(actor, offerId, reply, (tx) => this.life.publish(tx, { offerId, version }));
  }

  /** Makes a draft of it again, as long as nothing of it is committed. */
  @Post(':id/unpublish')
  @Allow('donor')
  @Answers(200, OfferDto, [404, 409])
  @NeedsIfMatch()
  unpublish(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    return this.change(actor, offerId, reply, (tx) => this.life.unpublish(tx, { offerId, version }));
  }

  /** Offers less from now on; what is committed stays. */
  @Post(':id/reduce')
  @Allow('donor')
  @Answers(200, OfferDto, [404, 409])
  @NeedsIfMatch()
  reduce(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @FormBody(ReduceOfferInput) { usable: { capacity = '0', reason }, wrong }: UsableBody<ReduceOfferInput>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    const verb = (tx: Tx) => this.life.reduce(tx, { offerId, version }, { capacity: BigInt(capacity), reason }, wrong);
    return this.change(actor, offerId, reply, verb);
  }

  /** Opens an offer again that was withdrawn or has expired. */
  @Post(':id/reopen')
  @Allow('donor')
  @Answers(200, OfferDto, [404, 409])
  @NeedsIfMatch()
  reopen(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @Body() until: ReopenOfferInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    return this.change(actor, offerId, reply, (tx) => this.life.reopen(tx, { offerId, version }, until));
  }

  /** Takes back what is not committed. */
  @Post(':id/withdraw')
  @Allow('donor')
  @Answers(200, OfferDto, [404, 409])
  @NeedsIfMatch()
  withdraw(
    @CurrentActor() actor: Actor,
    @Param('id') offerId: string,
    @IfMatch() version: number,
    @Body() { reason }: WithdrawOfferInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OfferDto> {
    return this.change(actor, offerId, reply, (tx) => this.life.withdraw(tx, { offerId, version }, reason));
  }

  private async change(
    actor: Actor,
    offerId: string,
    reply: FastifyReply,
    verb: (tx: Tx) => Promise<unknown>,
  ): Promise<OfferDto> {
    const view = await this.uow.run(actor, async (tx) => {
      await verb(tx);
      return this.queries.get(tx, offerId);
    });
    return withEtag(reply, OfferDto.of(view));
  }
}
