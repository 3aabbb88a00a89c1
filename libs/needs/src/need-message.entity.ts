import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was asked and told about a need between its organization and the coordinators. It is never changed. */
@Entity('need_messages')
export class NeedMessage {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'need_id', type: 'text' })
  needId!: string;

  @Column({ name: 'person_id', type: 'text' })
  personId!: string;

  /** For which the person wrote it. */
  @Column({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @Column({ type: 'text' })
  role!: 'focal-point' | 'coordinator';

  /** A coordinator gave the need back with it. */
  @Column({ name: 'is_question', type: 'boolean' })
  isQuestion!: boolean;

  /** The field that it is about, where it stood then: `items.0.unitCost`. */
  @Column({ type: 'text', nullable: true })
  about!: string | null;

  /** The item that the field is of, which may be gone. */
  @Column({ name: 'item_id', type: 'text', nullable: true })
  itemId!: string | null;

  @Column({ type: 'text' })
  body!: string;

  @Column({ name: 'answers_id', type: 'text', nullable: true })
  answersId!: string | null;

  @Column({ name: 'sent_at', type: 'timestamptz', default: () => 'now()' })
  sentAt!: Date;
}
