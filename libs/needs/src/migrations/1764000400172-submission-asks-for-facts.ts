import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Requests that say no more than "material" get no answer. What is asked for from the beginning is what an official can say and a
 * donor cannot do without; where somebody decided otherwise already, that stands.
 */
export class SubmissionAsksForFacts1764000400172 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE submission_threshold
         SET minimum_score = 50, required_facts = '{items,category,description,quantity,needed-by}', version = version + 1
       WHERE version = 1 AND minimum_score = 20 AND required_facts = '{items}'`);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only.');
  }
}
