import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { calendarDateOf, type Actor, type Clock } from '#libs/kernel';
import { CLOCK, UnitOfWork, type ReadTx } from '#libs/platform';
import { Allow, Answers, ANYONE, CurrentActor } from '#libs/platform/http';
import { NEED_TEMPLATES } from '../data/need-templates.js';
import { ReferenceQueries } from '../reference.queries.js';
import {
  AreaDto,
  AreasDto,
  AssistanceCategoriesDto,
  CodeNamesDto,
  CurrenciesDto,
  ExchangeRatesDto,
  ExchangeRatesQuery,
  ItemKindsDto,
  NeedTemplateDto,
  NeedTemplatesDto,
} from './reference.dto.js';

/** The same for everyone and seldom changed. */
const CACHED = ['Cache-Control', 'public, max-age=300'] as const;

@ApiTags('reference')
@Controller('reference')
export class ReferenceController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly queries: ReferenceQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('areas')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, AreasDto)
  areas(@CurrentActor() actor: Actor): Promise<AreasDto> {
    return this.uow.read(actor, async (tx) => ({
      items: (await this.queries.areas(tx, calendarDateOf(this.clock.now()))).map(AreaDto.of),
      lists: await this.queries.lists(tx),
    }));
  }

  @Get('currencies')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, CurrenciesDto)
  currencies(@CurrentActor() actor: Actor): Promise<CurrenciesDto> {
    return this.list(actor, async (tx) =>
      (await this.queries.currencies(tx)).map(({ code, exponent, nameEn }) => ({ code, exponent, name: nameEn })),
    );
  }

  @Get('assistance-categories')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, AssistanceCategoriesDto)
  categories(@CurrentActor() actor: Actor): Promise<AssistanceCategoriesDto> {
    return this.list(actor, async (tx) =>
      (await this.queries.categories(tx)).map(({ code, nameEn, paragraphs, neverMatches }) => ({
        code,
        name: nameEn,
        paragraphs,
        neverMatches,
      })),
    );
  }

  @Get('assistance-types')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, CodeNamesDto)
  types(@CurrentActor() actor: Actor): Promise<CodeNamesDto> {
    return this.list(actor, async (tx) => (await this.queries.types(tx)).map(codeName));
  }

  @Get('units')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, CodeNamesDto)
  units(@CurrentActor() actor: Actor): Promise<CodeNamesDto> {
    return this.list(actor, async (tx) => (await this.queries.units(tx)).map(codeName));
  }

  @Get('item-kinds')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, ItemKindsDto)
  itemKinds(@CurrentActor() actor: Actor): Promise<ItemKindsDto> {
    return this.list(actor, async (tx) =>
      (await this.queries.itemKinds(tx)).map((kind) => ({
        ...codeName(kind),
        unitCode: kind.unitCode,
        typeCode: kind.typeCode,
      })),
    );
  }

  /** Where to begin a request, for each category of assistance. */
  @Get('need-templates')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, NeedTemplatesDto)
  templates(): NeedTemplatesDto {
    return { items: NEED_TEMPLATES.map(NeedTemplateDto.of) };
  }

  @Get('exchange-rates')
  @Allow(...ANYONE)
  @Header(...CACHED)
  @Answers(200, ExchangeRatesDto)
  rates(@CurrentActor() actor: Actor, @Query() { currency, on }: ExchangeRatesQuery): Promise<ExchangeRatesDto> {
    return this.list(actor, (tx) => this.queries.rates(tx, on ?? calendarDateOf(this.clock.now()), currency));
  }

  private async list<T>(actor: Actor, read: (tx: ReadTx) => Promise<T[]>): Promise<{ items: T[] }> {
    return { items: await this.uow.read(actor, read) };
  }
}

function codeName({ code, nameEn }: { code: string; nameEn: string }): { code: string; name: string } {
  return { code, name: nameEn };
}
