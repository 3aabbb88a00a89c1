import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody of the payee, of the requesting organization or of the donor says that the condition of a tranche is met. */
export class NoWordOnOwnConditions1764001100010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION check_condition_met_by() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT FROM projects p JOIN matches m ON m.id = p.match_id JOIN needs n ON n.id = m.need_id
                     JOIN offers o ON o.id = m.offer_id
                     JOIN memberships b ON b.organization_id IN (p.payee_organization_id, n.organization_id, o.organization_id)
                    WHERE p.id = NEW.project_id AND b.person_id = NEW.condition_met_by AND b.ended_at IS NULL) THEN
          RAISE EXCEPTION 'nobody of a party says that the condition of tranche % is met', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_tranches_condition_met_by_outsider';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`CREATE TRIGGER check_condition_met_by BEFORE INSERT OR UPDATE OF condition_met_by
      ON tranches FOR EACH ROW EXECUTE FUNCTION check_condition_met_by()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
