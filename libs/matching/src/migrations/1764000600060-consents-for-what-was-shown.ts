import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why an unconfirmed match ended, by the state of its need `n` and its offer `o`; null: it goes on. */
const ENDED = `CASE WHEN n.state = 'validated' OR n.state IN ('draft', 'submitted', 'under-review', 'returned', 'rejected') THEN 'need-unpublished'
  WHEN n.state = 'closed-partly' THEN 'need-closed' WHEN n.state <> 'published' THEN 'need-' || n.state
  WHEN n.visibility = 'coordinators' THEN 'need-hidden'
  WHEN o.state = 'draft' THEN 'offer-unpublished' WHEN o.state <> 'published' THEN 'offer-' || o.state END`;

/**
 * A consent holds for what was seen: each match keeps the revision of the need and the terms of the offer that were shown, with the
 * texts of then, and takes no consent while others stand. What ends a need or an offer ends its unconfirmed matches, with the reason.
 */
export class ConsentsForWhatWasShown1764000600060 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE matches
        ADD ended_because text,
        ADD asked_again_because text
          CONSTRAINT ck_matches_asked_again_because CHECK (asked_again_because IN ('need-revised', 'offer-changed')),
        ADD seen_revision integer,
        ADD seen_terms integer,
        ADD seen_need_title text,
        ADD seen_item_description text,
        ADD seen_offer_title text`);
    // What is a draft again may say by now what was never shown: then the last published revision is what was.
    await runner.query(`
      UPDATE matches m
         SET seen_revision = n.revision, seen_terms = 1, seen_offer_title = o.title,
             seen_need_title = coalesce(r.content ->> 'title', n.title),
             seen_item_description = coalesce((SELECT e ->> 'description' FROM jsonb_array_elements(r.content -> 'items') e
                                                WHERE e ->> 'id' = m.need_item_id), i.description)
        FROM needs n LEFT JOIN need_revisions r ON r.need_id = n.id AND r.number = n.revision, need_items i, offers o
       WHERE n.id = m.need_id AND i.id = m.need_item_id AND o.id = m.offer_id`);
    await runner.query(`
      UPDATE matches m SET state = 'superseded', ended_because = ${ENDED}, version = m.version + 1
        FROM needs n, offers o
       WHERE n.id = m.need_id AND o.id = m.offer_id AND m.state IN ('suggested', 'reviewed') AND ${ENDED} IS NOT NULL`);
    // Consents of before a change, as far as is known: the parties are asked again.
    await runner.query(`
      UPDATE matches m
         SET asked_again_because = CASE WHEN nullif(n.revision, 0) IS DISTINCT FROM m.need_revision THEN 'need-revised' ELSE 'offer-changed' END,
             state_consent_by = NULL, state_consent_at = NULL, donor_consent_by = NULL, donor_consent_at = NULL,
             version = m.version + 1
        FROM needs n
       WHERE n.id = m.need_id AND m.state = 'reviewed' AND num_nonnulls(m.state_consent_at, m.donor_consent_at) > 0
         AND (nullif(n.revision, 0) IS DISTINCT FROM m.need_revision
              OR EXISTS (SELECT FROM audit_log l WHERE l.ref_id = m.offer_id
                            AND l.act IN ('offer.revised', 'offer.import-changed', 'offer.reduced')
                            AND l.at > least(m.state_consent_at, m.donor_consent_at)))`);
    await runner.query(`
      ALTER TABLE matches
        ALTER seen_revision SET NOT NULL, ALTER seen_terms SET NOT NULL, ALTER seen_need_title SET NOT NULL,
        ALTER seen_item_description SET NOT NULL, ALTER seen_offer_title SET NOT NULL,
        ADD CONSTRAINT ck_matches_ended_because CHECK (ended_because IS NULL OR state = 'superseded' AND ended_because IN (
          'need-withdrawn', 'need-unpublished', 'need-closed', 'need-expired', 'need-fulfilled', 'need-merged',
          'need-hidden', 'offer-withdrawn', 'offer-unpublished', 'offer-expired', 'offer-agreed'))`);
    await runner.query(`
      CREATE FUNCTION note_what_is_shown() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        SELECT n.revision, o.terms, n.title, i.description, o.title
          INTO NEW.seen_revision, NEW.seen_terms, NEW.seen_need_title, NEW.seen_item_description, NEW.seen_offer_title
          FROM needs n, need_items i, offers o
         WHERE n.id = NEW.need_id AND i.id = NEW.need_item_id AND o.id = NEW.offer_id;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_matches_shown_first BEFORE INSERT ON matches FOR EACH ROW EXECUTE FUNCTION note_what_is_shown()`);
    await runner.query(`
      CREATE TRIGGER tr_matches_shown_again BEFORE UPDATE ON matches FOR EACH ROW
        WHEN (OLD.state IN ('suggested', 'superseded') AND NEW.state IN ('suggested', 'reviewed'))
        EXECUTE FUNCTION note_what_is_shown()`);
    await runner.query(`
      CREATE FUNCTION check_consent_as_shown() RETURNS trigger LANGUAGE plpgsql
      SET search_path = pg_catalog, public, pg_temp AS $$
      BEGIN
        IF (NEW.state = 'confirmed' OR NEW.state_consent_at IS DISTINCT FROM OLD.state_consent_at
                                    OR NEW.donor_consent_at IS DISTINCT FROM OLD.donor_consent_at)
           AND num_nonnulls(NEW.state_consent_at, NEW.donor_consent_at) > 0
           AND NOT EXISTS (SELECT FROM needs n, offers o
                            WHERE n.id = NEW.need_id AND n.state = 'published' AND n.revision = NEW.seen_revision
                              AND o.id = NEW.offer_id AND o.state = 'published' AND o.terms = NEW.seen_terms) THEN
          RAISE EXCEPTION 'match % would be consented to for something else than its need and its offer say now', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ck_matches_consent_as_shown';
        END IF;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER tr_matches_consent_as_shown BEFORE UPDATE ON matches FOR EACH ROW
        WHEN (OLD.state = 'reviewed' AND NEW.state IN ('reviewed', 'confirmed'))
        EXECUTE FUNCTION check_consent_as_shown()`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
