import { Injectable } from '@nestjs/common';
import { divideByRate, InvalidInput, Money, type CalendarDate } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { Meeting } from './meeting.entity.js';
import { reportingCycles, type ReportingCycle } from './meetings.rules.js';
import {
  AssistanceCategory,
  AssistanceType,
  Currency,
  ItemKind,
  ReferenceList,
  Unit,
  type Area,
  type AreaGroup,
  type AreaName,
} from './reference.entities.js';

/** A country, area or region with its name, and the groups that it belongs to. */
export type AreaRow = Area & {
  readonly name: string;
  readonly groups: readonly Pick<AreaGroup, 'name' | 'leavesOn' | 'decision'>[];
};

export interface AppliedRate {
  readonly currency: string;
  /** Units of the currency for one US dollar, exact decimal. */
  readonly unitsPerUsd: string;
  readonly effectiveOn: CalendarDate;
  readonly source: string;
}

/** An amount in US dollars with the rate that made it; kept with the event that it was made for. */
export interface Conversion {
  readonly usd: Money;
  readonly rate: string;
  readonly rateOn: CalendarDate;
  readonly source: string;
}

/** The rates come monthly (UN operational rates of exchange); a list may be some days late, but a year-old rate converts nothing. */
const RATE_DAYS_MAX = 45;

@Injectable()
export class ReferenceQueries {
  /** As of a day: regions first, then countries by name; in English where a name is not there in that language yet. */
  areas(tx: ReadTx, on: CalendarDate, language: AreaName['language'] = 'en'): Promise<AreaRow[]> {
    return tx.query<AreaRow[]>(
      `SELECT a.code, a.kind, a.iso2, a.iso3, a.region_code AS "regionCode", a.subregion_code AS "subregionCode",
              a.intermediate_region_code AS "intermediateRegionCode", a.un_member AS "unMember",
              (SELECT coalesce(jsonb_agg(jsonb_build_object('name', g.name, 'leavesOn', g.leaves_on, 'decision', g.decision)
                                         ORDER BY g.name), '[]')
                 FROM area_groups_on($2) g WHERE g.area_iso2 = a.iso2) AS groups,
              coalesce(own.name, english.name) AS name
         FROM areas a
         JOIN area_names english ON english.area_code = a.code AND english.language = 'en'
         LEFT JOIN area_names own ON own.area_code = a.code AND own.language = $1
        ORDER BY a.kind = 'country', CASE WHEN a.kind = 'country' THEN coalesce(own.name, english.name) ELSE a.code END, a.code`,
      [language, on],
    );
  }

  /** Of what day each list behind the data is, and whose. */
  lists(tx: ReadTx): Promise<ReferenceList[]> {
    return tx.find(ReferenceList, { order: { name: 'ASC' } });
  }

  currencies(tx: ReadTx): Promise<Currency[]> {
    return tx.find(Currency, { order: { code: 'ASC' } });
  }

  async currencyCodes(tx: ReadTx): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ code: string }[]>('SELECT code FROM currencies');
    return new Set(rows.map(({ code }) => code));
  }

  categories(tx: ReadTx): Promise<AssistanceCategory[]> {
    return tx.find(AssistanceCategory, { order: { position: 'ASC' } });
  }

  types(tx: ReadTx): Promise<AssistanceType[]> {
    return tx.find(AssistanceType, { order: { position: 'ASC' } });
  }

  units(tx: ReadTx): Promise<Unit[]> {
    return tx.find(Unit, { order: { position: 'ASC' } });
  }

  itemKinds(tx: ReadTx): Promise<ItemKind[]> {
    return tx.find(ItemKind, { order: { position: 'ASC' } });
  }

  /** From the oldest on. */
  meetings(tx: ReadTx): Promise<Meeting[]> {
    return tx.find(Meeting, { order: { startsOn: 'ASC', code: 'ASC' } });
  }

  /** From the oldest on. */
  async reportingCycles(tx: ReadTx): Promise<ReportingCycle<Meeting>[]> {
    return reportingCycles(await this.meetings(tx));
  }

  /** The rate of each currency, or of one, that applies on a day: the newest that is effective by then. */
  rates(tx: ReadTx, on: CalendarDate, currency?: string): Promise<AppliedRate[]> {
    return tx.query<AppliedRate[]>(
      `SELECT DISTINCT ON (currency) currency, trim_scale(units_per_usd)::text AS "unitsPerUsd",
              effective_on AS "effectiveOn", source
         FROM exchange_rates WHERE effective_on <= $1 AND ($2::text IS NULL OR currency = $2)
        ORDER BY currency, effective_on DESC`,
      [on, currency ?? null],
    );
  }

  /**
   * The rate at which money is converted on a day; null when none is known that is not older than {@link RATE_DAYS_MAX}.
   * A US dollar is one US dollar, without any record.
   */
  async rateOn(tx: ReadTx, currency: string, on: CalendarDate): Promise<AppliedRate | null> {
    if (currency === 'USD') return { currency, unitsPerUsd: '1', effectiveOn: on, source: 'by definition' };
    const [rate] = await this.rates(tx, on, currency);
    return rate && daysBetween(rate.effectiveOn, on) <= RATE_DAYS_MAX ? rate : null;
  }

  /**
   * An amount in US dollars at the rate of a day, half up; null when no rate is known.
   * @throws InvalidInput when it is beyond what money can be there
   */
  async toUsd(tx: ReadTx, amount: Money, on: CalendarDate): Promise<Conversion | null> {
    const rate = await this.rateOn(tx, amount.currency, on);
    if (!rate) return null;
    const { unitsPerUsd, effectiveOn, source } = rate;
    return { usd: inUsd(amount, unitsPerUsd), rate: unitsPerUsd, rateOn: effectiveOn, source };
  }
}

function inUsd(amount: Money, unitsPerUsd: string): Money {
  try {
    return divideByRate(amount, unitsPerUsd, 'USD');
  } catch {
    throw new InvalidInput([{ path: 'amount', detail: 'Write a smaller amount: this is too large in USD.' }]);
  }
}

function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}
