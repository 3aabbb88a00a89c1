import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReferenceTables1764000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE areas (
        code text PRIMARY KEY CONSTRAINT ck_areas_code CHECK (code ~ '^[0-9]{3}$'),
        kind text NOT NULL CONSTRAINT ck_areas_kind
          CHECK (kind IN ('world', 'region', 'subregion', 'intermediate-region', 'country')),
        iso2 text CONSTRAINT uq_areas_iso2 UNIQUE CONSTRAINT ck_areas_iso2 CHECK (iso2 ~ '^[A-Z]{2}$'),
        iso3 text CONSTRAINT uq_areas_iso3 UNIQUE CONSTRAINT ck_areas_iso3 CHECK (iso3 ~ '^[A-Z]{3}$'),
        region_code text CONSTRAINT fk_areas_region REFERENCES areas,
        subregion_code text CONSTRAINT fk_areas_subregion REFERENCES areas,
        intermediate_region_code text CONSTRAINT fk_areas_intermediate_region REFERENCES areas,
        un_member boolean NOT NULL DEFAULT false,
        ldc boolean NOT NULL DEFAULT false,
        lldc boolean NOT NULL DEFAULT false,
        sids boolean NOT NULL DEFAULT false,
        CONSTRAINT ck_areas_countries_have_iso CHECK ((kind = 'country') = (iso2 IS NOT NULL) AND (iso2 IS NULL) = (iso3 IS NULL))
      )`);
    await runner.query(`
      CREATE TABLE area_names (
        area_code text CONSTRAINT fk_area_names_area REFERENCES areas,
        language text CONSTRAINT ck_area_names_language CHECK (language IN ('ar', 'en', 'es', 'fr', 'ru', 'zh')),
        name text NOT NULL CONSTRAINT ck_area_names_name CHECK (name <> ''),
        PRIMARY KEY (area_code, language)
      )`);
    await runner.query(`
      CREATE TABLE reference_lists (
        name text PRIMARY KEY,
        as_of date NOT NULL,
        source text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE currencies (
        code char(3) PRIMARY KEY CONSTRAINT ck_currencies_code CHECK (code ~ '^[A-Z]{3}$'),
        exponent integer NOT NULL CONSTRAINT ck_currencies_exponent CHECK (exponent BETWEEN 0 AND 4),
        name_en text NOT NULL
      )`);
    await runner.query(`
      CREATE TABLE exchange_rates (
        currency char(3) CONSTRAINT fk_exchange_rates_currency REFERENCES currencies,
        effective_on date,
        units_per_usd numeric(20, 10) NOT NULL CONSTRAINT ck_exchange_rates_positive CHECK (units_per_usd > 0),
        source text NOT NULL,
        imported_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (currency, effective_on),
        CONSTRAINT ck_exchange_rates_usd_is_one CHECK (currency <> 'USD' OR units_per_usd = 1)
      )`);
    await runner.query(`
      CREATE TABLE assistance_categories (
        code text PRIMARY KEY CONSTRAINT ck_assistance_categories_code CHECK (code ~ '^[A-Z]+$'),
        position integer NOT NULL,
        name_en text NOT NULL,
        paragraphs text[] NOT NULL,
        never_matches boolean NOT NULL
      )`);
    for (const table of ['assistance_types', 'units']) {
      await runner.query(`
        CREATE TABLE ${table} (
          code text PRIMARY KEY CONSTRAINT ck_${table}_code CHECK (code ~ '^[a-z]+(-[a-z]+)*$'),
          position integer NOT NULL,
          name_en text NOT NULL
        )`);
    }
    await grantToApp(
      runner,
      'SELECT, INSERT, UPDATE',
      'areas',
      'area_names',
      'reference_lists',
      'currencies',
      'assistance_categories',
      'assistance_types',
      'units',
    );
    await grantToApp(runner, 'SELECT, INSERT', 'exchange_rates');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
