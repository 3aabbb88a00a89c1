import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Fact } from './completeness.rules.js';

/** What a request must reach before it is handed to the coordinators: one row. */
@Entity('submission_threshold')
export class SubmissionThreshold {
  @PrimaryColumn({ name: 'is_only', type: 'boolean', default: true })
  isOnly!: boolean;

  @Column({ name: 'minimum_score', type: 'integer' })
  minimumScore!: number;

  @Column({ name: 'required_facts', type: 'text', array: true })
  requiredFacts!: Fact[];

  @Column({ type: 'integer', default: 1 })
  version!: number;
}
