import { DateField, IdField, InstantField, NestedField, PageQuery, pageOf, TextField } from '#libs/platform/http';
import type { Money } from '#libs/kernel';
import type { Statement, StatementLine } from '../ledger.queries.js';

const SIGNED = /^-?\d{1,16}$/;

/** Money that may be negative: what left an account, or an account that more left than came to. Only in answers. */
export class SignedMoneyDto {
  @TextField({ description: 'Whole minor units (cents) as text', max: 17, pattern: SIGNED, example: '-123450' })
  minor!: string;

  @TextField({ description: 'ISO 4217 code', min: 3, max: 3, pattern: /^[A-Z]{3}$/, example: 'USD' })
  currency!: string;

  static of(money: Money): SignedMoneyDto {
    return { ...money.toJSON() };
  }
}

export class StatementQuery extends PageQuery {
  @DateField({ description: 'Only what counts on or before this day (effective date)', optional: true })
  asOf?: string;
}

export class StatementLineDto {
  @TextField({ description: 'Place in the history of the account, counted from 1', max: 19 })
  version!: string;

  @NestedField({ description: 'Came, or left when negative', type: () => SignedMoneyDto })
  amount!: SignedMoneyDto;

  @NestedField({ description: 'Balance right after it was recorded', type: () => SignedMoneyDto })
  balanceAfter!: SignedMoneyDto;

  @IdField({ description: 'Transfer that it is part of', prefix: 'xfer' })
  transferId!: string;

  @TextField({ description: 'Kind of act', max: 200, example: 'deposit' })
  reason!: string;

  @DateField({ description: 'Day on which it counts' })
  effectiveOn!: string;

  @InstantField({ description: 'When it was recorded' })
  recordedAt!: string;

  @TextField({ description: 'Who recorded it', max: 300 })
  recordedBy!: string;

  @TextField({ description: 'Hold that it posted', nullable: true, max: 40 })
  holdId!: string | null;

  static of(line: StatementLine): StatementLineDto {
    return {
      version: line.version.toString(),
      amount: SignedMoneyDto.of(line.amount),
      balanceAfter: SignedMoneyDto.of(line.balanceAfter),
      transferId: line.transferId,
      reason: line.reason,
      effectiveOn: line.effectiveOn,
      recordedAt: line.recordedAt.toISOString(),
      recordedBy: line.actorLabel,
      holdId: line.holdId,
    };
  }
}

export class StatementLinePage extends pageOf(StatementLineDto) {}

export class StatementDto {
  @IdField({ description: 'Account', prefix: 'acct' })
  id!: string;

  @TextField({ description: 'Stable name in the chart of accounts', max: 200 })
  code!: string;

  @TextField({ description: 'Name for people', max: 300 })
  name!: string;

  @NestedField({ description: 'Sum of the entries that count by `asOf`', type: () => SignedMoneyDto })
  balance!: SignedMoneyDto;

  @NestedField({ description: 'Sum of all entries, now', type: () => SignedMoneyDto })
  posted!: SignedMoneyDto;

  @NestedField({ description: 'Set aside by pending holds, now', type: () => SignedMoneyDto })
  held!: SignedMoneyDto;

  @NestedField({
    description: 'May still leave, now; null where the account may be overdrawn',
    nullable: true,
    type: () => SignedMoneyDto,
  })
  available!: SignedMoneyDto | null;

  @NestedField({ description: 'Entries, oldest first', type: () => StatementLinePage })
  lines!: StatementLinePage;

  static of({ account, balance, lines }: Statement): StatementDto {
    return {
      id: account.id,
      code: account.code,
      name: account.name,
      balance: SignedMoneyDto.of(balance),
      posted: SignedMoneyDto.of(account.posted),
      held: SignedMoneyDto.of(account.held),
      available: account.available && SignedMoneyDto.of(account.available),
      lines: { items: lines.items.map(StatementLineDto.of), nextCursor: lines.nextCursor },
    };
  }
}
