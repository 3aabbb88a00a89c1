import { grantToApp } from '#libs/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hand-over is shown by photographs, a certificate and a packing list together, not by one file. */
export class SeveralFilesOfADelivery1764000600160 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE delivery_evidence (
        delivery_id text CONSTRAINT fk_delivery_evidence_delivery REFERENCES deliveries,
        position integer CONSTRAINT ck_delivery_evidence_position CHECK (position BETWEEN 1 AND 10),
        file_id text NOT NULL CONSTRAINT fk_delivery_evidence_file REFERENCES stored_files,
        PRIMARY KEY (delivery_id, position),
        CONSTRAINT uq_delivery_evidence_file UNIQUE (delivery_id, file_id)
      )`);
    await runner.query('CREATE INDEX ix_delivery_evidence_file ON delivery_evidence (file_id)');
    await runner.query(`INSERT INTO delivery_evidence (delivery_id, position, file_id)
      SELECT id, 1, evidence_file_id FROM deliveries WHERE evidence_file_id IS NOT NULL`);
    await runner.query('ALTER TABLE deliveries DROP COLUMN evidence_file_id');
    await grantToApp(runner, 'SELECT, INSERT', 'delivery_evidence');
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
