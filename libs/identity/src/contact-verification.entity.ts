import { Column, Entity, PrimaryColumn } from 'typeorm';

/** After how long a designation is to be verified again: one row. */
@Entity('contact_verification')
export class ContactVerification {
  @PrimaryColumn({ name: 'is_only', type: 'boolean', default: true })
  isOnly!: boolean;

  @Column('integer', { name: 'after_days' })
  afterDays!: number;

  @Column('integer', { default: 1 })
  version!: number;
}
