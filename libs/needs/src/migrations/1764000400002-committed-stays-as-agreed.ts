import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a donor committed itself to stays what it consented to: for whom, for what, in what. */
export class CommittedStaysAsAgreed1764000400002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION check_committed_item() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        IF OLD.committed > 0 THEN
          RAISE EXCEPTION 'item % is committed as it is', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_need_items_committed_stays';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER check_committed_item BEFORE UPDATE ON need_items FOR EACH ROW
       WHEN ((OLD.need_id, OLD.category_code, OLD.type_code, OLD.currency, OLD.unit_code, OLD.through_organization_id)
             IS DISTINCT FROM
             (NEW.need_id, NEW.category_code, NEW.type_code, NEW.currency, NEW.unit_code, NEW.through_organization_id))
       EXECUTE FUNCTION check_committed_item()`);
    await runner.query(`
      CREATE FUNCTION check_committed_need() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM need_items WHERE need_id = OLD.id AND committed > 0) THEN
          RAISE EXCEPTION 'need % has items that are committed as they are', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_needs_committed_stays';
        END IF;
        RETURN NEW;
      END $$`);
    // The source says whether the State of the area is a party.
    await runner.query(`
      CREATE TRIGGER check_committed_need BEFORE UPDATE ON needs FOR EACH ROW
       WHEN ((OLD.organization_id, OLD.area_iso2, OLD.source) IS DISTINCT FROM
             (NEW.organization_id, NEW.area_iso2, NEW.source))
       EXECUTE FUNCTION check_committed_need()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
