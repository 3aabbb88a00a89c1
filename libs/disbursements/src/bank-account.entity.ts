import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where an organization is paid. Its details never change: other details are another account, entered and verified anew. */
@Entity('bank_accounts')
export class BankAccount {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ name: 'organization_id', type: 'text' })
  organizationId!: string;

  @Column({ name: 'holder_name', type: 'text' })
  holderName!: string;

  /** IBAN (ISO 13616) or a national account number; capitals and digits only. */
  @Column({ name: 'account_number', type: 'text' })
  accountNumber!: string;

  /** ISO 9362. */
  @Column({ type: 'text', nullable: true })
  bic!: string | null;

  @Column({ type: 'char', length: 3 })
  currency!: string;

  @Column({ name: 'created_by_person', type: 'text' })
  createdByPerson!: string;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'verified_by_person', type: 'text', nullable: true })
  verifiedByPerson!: string | null;

  @Column({ name: 'verified_at', type: 'timestamptz', nullable: true })
  verifiedAt!: Date | null;

  @Column({ type: 'integer', default: 1 })
  version!: number;
}
