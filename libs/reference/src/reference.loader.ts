import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import type { Tx } from '#libs/platform';
import { AREA_LISTS, NOT_UN_MEMBERS } from './data/area-groups.js';
import { COUNTRIES, GROUPS } from './data/areas.js';
import { ASSISTANCE_TYPES, CATEGORIES, ITEM_KINDS, UNITS, type CodeNameRow } from './data/assistance.js';
import { CURRENCIES } from './data/currencies.js';
import { MEETINGS } from './data/meetings.js';
import { placeOf } from './areas.rules.js';
import { searchNames } from './search-names.rules.js';

/** A table, its columns with their types, and its key: enough to bring rows in by one statement. */
interface Target {
  readonly table: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly key: readonly string[];
  /** Rows of which this holds are a person's, and stay. */
  readonly except?: string;
}

const CODE_NAME = { code: 'text', position: 'integer', name_en: 'text' };

/** Brings the reference data of this release into the tables. Running it again changes nothing. */
@Injectable()
export class ReferenceLoader {
  constructor(private readonly audit: Audit) {}

  /** Returns how many rows were new or different. */
  async load(tx: Tx): Promise<number> {
    let changed = 0;
    for (const [target, rows] of this.content()) changed += await upsert(tx, target, rows);
    if (changed > 0) await this.audit.record(tx, { act: 'reference.loaded', refId: 'reference', payload: { changed } });
    return changed;
  }

  private content(): (readonly [Target, readonly object[]])[] {
    return [
      [AREAS, areaRows()],
      [AREA_NAMES, [...GROUPS, ...COUNTRIES].map((row) => ({ area_code: row[0], language: 'en', name: row.at(-1) }))],
      [AREA_GROUPS, areaGroupRows()],
      [LISTS, listRows()],
      [
        { table: 'currencies', columns: { code: 'text', exponent: 'integer', name_en: 'text' }, key: ['code'] },
        CURRENCIES.map(([code, exponent, name_en]) => ({ code, exponent, name_en })),
      ],
      [
        {
          table: 'assistance_categories',
          columns: { ...CODE_NAME, paragraphs: 'text[]', never_matches: 'boolean' },
          key: ['code'],
        },
        CATEGORIES.map(({ code, nameEn, paragraphs, neverMatches }, index) => ({
          code,
          position: index + 1,
          name_en: nameEn,
          paragraphs,
          never_matches: neverMatches,
        })),
      ],
      [{ table: 'assistance_types', columns: CODE_NAME, key: ['code'] }, codeNames(ASSISTANCE_TYPES)],
      [{ table: 'units', columns: CODE_NAME, key: ['code'] }, codeNames(UNITS)],
      [
        { table: 'item_kinds', columns: { ...CODE_NAME, unit_code: 'text', type_code: 'text' }, key: ['code'] },
        ITEM_KINDS.map(({ code, nameEn, unit, type }, index) => ({
          code,
          position: index + 1,
          name_en: nameEn,
          unit_code: unit,
          type_code: type,
        })),
      ],
      [
        MEETINGS_TABLE,
        MEETINGS.map(({ nameEn, startsOn, endsOn, ...row }) => ({
          ...row,
          name_en: nameEn,
          starts_on: startsOn,
          ends_on: endsOn,
        })),
      ],
      [SEARCH_NAMES, searchNames()],
    ];
  }
}

const AREAS: Target = {
  table: 'areas',
  columns: {
    ...{ code: 'text', kind: 'text', iso2: 'text', iso3: 'text' },
    ...{ region_code: 'text', subregion_code: 'text', intermediate_region_code: 'text' },
    un_member: 'boolean',
  },
  key: ['code'],
};
const AREA_NAMES: Target = {
  table: 'area_names',
  columns: { area_code: 'text', language: 'text', name: 'text' },
  key: ['area_code', 'language'],
};
const AREA_GROUPS: Target = {
  table: 'area_groups',
  columns: { area_iso2: 'text', name: 'text', leaves_on: 'date', decision: 'text' },
  key: ['area_iso2', 'name'],
};
const LISTS: Target = {
  table: 'reference_lists',
  columns: { name: 'text', as_of: 'date', source: 'text' },
  key: ['name'],
};

const MEETINGS_TABLE: Target = {
  table: 'meetings',
  columns: {
    ...{ code: 'text', kind: 'text', name_en: 'text', starts_on: 'date', ends_on: 'date' },
    ...{ precision: 'text', basis: 'text', source: 'text' },
  },
  key: ['code'],
  except: "meetings.basis = 'entered'",
};

const SEARCH_NAMES: Target = {
  table: 'search_names',
  columns: { code: 'text', language: 'text', name: 'text' },
  key: ['code', 'language'],
};

function areaRows(): object[] {
  const none = { iso2: null, iso3: null, un_member: false };
  return [
    ...GROUPS.map(([code, parent, kind]) => ({ ...none, code, kind, ...columnsOf(parent) })),
    ...COUNTRIES.map(([code, parent, iso2, iso3]) => ({
      code,
      kind: 'country',
      iso2,
      iso3,
      ...columnsOf(parent),
      un_member: !NOT_UN_MEMBERS.includes(iso2),
    })),
  ];
}

function areaGroupRows(): object[] {
  return Object.values(AREA_LISTS).flatMap(({ name, members, leaving }) =>
    members.map((iso2) => {
      const { on = null, decision = null } = leaving[iso2] ?? {};
      return { area_iso2: iso2, name, leaves_on: on, decision };
    }),
  );
}

function columnsOf(parent: string | null): object {
  const { region, subregion, intermediateRegion } = placeOf(parent);
  return { region_code: region, subregion_code: subregion, intermediate_region_code: intermediateRegion };
}

function listRows(): object[] {
  return [
    { name: 'areas', as_of: '2024-12-13', source: 'UN Statistics Division, M49; names: UN short names in English' },
    { name: 'un-members', as_of: '2011-07-14', source: 'United Nations, 193 Member States' },
    ...Object.values(AREA_LISTS).map(({ name, asOf, source }) => ({ name, as_of: asOf, source })),
    { name: 'currencies', as_of: '2026-09-17', source: 'ISO 4217, list one: currencies in circulation' },
    {
      name: 'meetings',
      as_of: '2026-06-05',
      source:
        'Outcome of the Second Review Conference on the Programme of Action, annex 1, section III, and the meetings record ' +
        'of the United Nations; each meeting says which',
    },
    {
      name: 'assistance-categories',
      as_of: '2012-09-07',
      source: 'Outcome of the Second Review Conference on the Programme of Action, annexes 1 (PoA) and 2 (ITI)',
    },
  ];
}

function codeNames(rows: readonly CodeNameRow[]): object[] {
  return rows.map(([code, name_en], index) => ({ code, position: index + 1, name_en }));
}

/** Rows that are there already as they should be are not touched. Rows that left the data stay: others may refer to them. */
async function upsert(
  tx: Tx,
  { table, columns, key, except = 'false' }: Target,
  rows: readonly object[],
): Promise<number> {
  const names = Object.keys(columns);
  const values = names.filter((name) => !key.includes(name));
  const old = values.map((name) => `${table}.${name}`).join(', ');
  const fresh = values.map((name) => `excluded.${name}`).join(', ');
  const written = await tx.query<unknown[]>(
    `INSERT INTO ${table} (${names.join(', ')})
     SELECT ${names.join(', ')} FROM jsonb_to_recordset($1::jsonb)
       AS row (${names.map((name) => `${name} ${columns[name]}`).join(', ')})
     ON CONFLICT (${key.join(', ')}) DO UPDATE SET ${values.map((name) => `${name} = excluded.${name}`).join(', ')}
       WHERE (${old}) IS DISTINCT FROM (${fresh}) AND NOT (${except})
     RETURNING 1`,
    [JSON.stringify(rows)],
  );
  return written.length;
}
