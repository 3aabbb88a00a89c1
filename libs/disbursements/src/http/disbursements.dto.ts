import {
  BoolField,
  DateField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MoneyDto,
  NestedField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import type {
  ApprovalView,
  BankAccountView,
  InstructionView,
  OrderSummary,
  OrderView,
} from '../disbursements.queries.js';
import { APPROVALS_REQUIRED } from '../payment-order.rules.js';
import {
  paymentInstructionStates,
  paymentOrderStates,
  type PaymentInstructionState,
  type PaymentOrderState,
} from '../payment-order.states.js';

const REASON_MAX = 1_000;

export class NamedDto {
  @TextField({ description: 'Id', max: 40 })
  id!: string;

  @TextField({ description: 'Name', max: 300 })
  name!: string;
}

export class BankAccountInput {
  @TextField({ description: 'Name of the holder as the bank has it', max: 140, example: 'Ministry of the Interior' })
  holderName!: string;

  @TextField({ description: 'IBAN or national account number; spaces and dashes are left out', max: 50 })
  accountNumber!: string;

  @TextField({ description: 'BIC (ISO 9362), where the account has one', optional: true, max: 20 })
  bic?: string;

  @TextField({ description: 'ISO 4217 code', min: 3, max: 3, pattern: /^[A-Z]{3}$/, example: 'USD' })
  currency!: string;
}

export class BankAccountDto {
  @IdField({ description: 'Id', prefix: 'bank' })
  id!: string;

  @NestedField({ description: 'Whose account it is', type: () => NamedDto })
  organization!: NamedDto;

  @TextField({ description: 'Name of the holder', max: 140 })
  holderName!: string;

  @TextField({ description: 'IBAN or national account number', max: 34 })
  accountNumber!: string;

  @TextField({ description: 'BIC', nullable: true, max: 11 })
  bic!: string | null;

  @TextField({ description: 'ISO 4217 code', min: 3, max: 3 })
  currency!: string;

  @NestedField({ description: 'Who entered it', type: () => NamedDto })
  createdBy!: NamedDto;

  @InstantField({ description: 'When it was entered' })
  createdAt!: string;

  @NestedField({ description: 'Who verified it; null: not payable yet', nullable: true, type: () => NamedDto })
  verifiedBy!: NamedDto | null;

  @InstantField({ description: 'When it was verified', nullable: true })
  verifiedAt!: string | null;

  @IntField({ description: 'Version, the ETag', min: 1, max: 1_000_000_000 })
  version!: number;

  static of(this: void, account: BankAccountView): BankAccountDto {
    return { ...account };
  }
}

export class BankAccountListDto {
  @NestedField({ description: 'The accounts, oldest first', type: () => BankAccountDto, list: true })
  items!: BankAccountDto[];
}

export class PayeeAccountDto {
  @IdField({ description: 'Id', prefix: 'bank' })
  id!: string;

  @TextField({ description: 'Name of the holder', max: 140 })
  holderName!: string;

  @TextField({ description: 'IBAN or national account number', max: 34 })
  accountNumber!: string;

  @TextField({ description: 'BIC', nullable: true, max: 11 })
  bic!: string | null;
}

export class ApprovalDto {
  @IdField({ description: 'Id', prefix: 'appr' })
  id!: string;

  @NestedField({ description: 'Who approved', type: () => NamedDto })
  person!: NamedDto;

  @NestedField({ description: 'For which organization', type: () => NamedDto })
  organization!: NamedDto;

  @InstantField({ description: 'When' })
  approvedAt!: string;

  @BoolField({ description: 'False when the order was edited afterwards' })
  counts!: boolean;

  static of(this: void, { id, person, organization, approvedAt, counts }: ApprovalView): ApprovalDto {
    return { id, person, organization, approvedAt, counts };
  }
}

export class InstructionDto {
  @IdField({ description: 'Id', prefix: 'inst' })
  id!: string;

  @TextField({ description: 'Its name at the bank (EndToEndId)', max: 35 })
  endToEndId!: string;

  @TextField({ description: 'The way it goes', max: 40, example: 'sandbox' })
  rail!: string;

  @EnumField({ description: 'State', values: paymentInstructionStates.all, name: 'PaymentInstructionState' })
  state!: PaymentInstructionState;

  @IdField({ description: 'The failed or returned instruction that it comes after', nullable: true, prefix: 'inst' })
  replaces!: string | null;

  @TextField({ description: 'The bank’s own reference', nullable: true, max: 100 })
  bankReference!: string | null;

  @TextField({ description: 'Why it failed, came back or needs a look', nullable: true, max: REASON_MAX })
  reason!: string | null;

  @DateField({ description: 'Day of execution', nullable: true })
  settledOn!: string | null;

  @TextField({ description: 'The transfer in the ledger that booked it', nullable: true, max: 40 })
  transferId!: string | null;

  @InstantField({ description: 'When it was made' })
  createdAt!: string;

  static of(this: void, instruction: InstructionView): InstructionDto {
    return { ...instruction };
  }
}

export class DrawDto {
  @TextField({ description: 'Hold in the ledger', max: 40 })
  holdId!: string;

  @TextField({ description: 'Account in the ledger that pays', max: 40 })
  accountId!: string;

  @NestedField({ description: 'How much of it', type: () => MoneyDto })
  amount!: MoneyDto;
}

export class PaymentOrderSummaryDto {
  @IdField({ description: 'Id', prefix: 'order' })
  id!: string;

  @NestedField({ description: 'Organization to be paid', type: () => NamedDto })
  payee!: NamedDto;

  @NestedField({ description: 'Amount', type: () => MoneyDto })
  amount!: MoneyDto;

  @TextField({ description: 'What it is for, in words', max: 140 })
  purpose!: string;

  @TextField({ description: 'What it is for, by id', max: 40, example: 'tran_01jd9k2m3n4p5q6r7s8t9v0w1x' })
  purposeRef!: string;

  @EnumField({ description: 'State', values: paymentOrderStates.all, name: 'PaymentOrderState' })
  state!: PaymentOrderState;

  @IntField({ description: 'Approvals of the present content', min: 0, max: 100 })
  approvalsGiven!: number;

  @IntField({ description: 'Approvals that it needs', min: 0, max: 100 })
  approvalsRequired!: number;

  @InstantField({ description: 'When it was asked for' })
  createdAt!: string;

  @IntField({ description: 'Version, the ETag', min: 1, max: 1_000_000_000 })
  version!: number;

  static summaryOf(this: void, order: OrderSummary): PaymentOrderSummaryDto {
    const { id, payee, amount, purpose, purposeRef, state, approvalsGiven, createdAt, version } = order;
    return {
      id,
      payee,
      amount: amount.toJSON(),
      purpose,
      purposeRef,
      state,
      approvalsGiven,
      approvalsRequired: APPROVALS_REQUIRED,
      createdAt,
      version,
    };
  }
}

export class PaymentOrderDto extends PaymentOrderSummaryDto {
  @NestedField({ description: 'Where it is paid to', type: () => PayeeAccountDto })
  bankAccount!: PayeeAccountDto;

  @NestedField({ description: 'Who asked for it', type: () => NamedDto })
  createdBy!: NamedDto;

  @NestedField({ description: 'For which organization', type: () => NamedDto })
  createdByOrganization!: NamedDto;

  @IntField({ description: 'Number of the content; grows with each edit', min: 1, max: 1_000_000_000 })
  revision!: number;

  @TextField({ description: 'SHA-256 of the content that approvals bind to', min: 64, max: 64 })
  contentSha256!: string;

  @NestedField({ description: 'Which hold pays how much', type: () => DrawDto, list: true })
  draws!: DrawDto[];

  @NestedField({ description: 'Approvals, also void ones', type: () => ApprovalDto, list: true })
  approvals!: ApprovalDto[];

  @NestedField({ description: 'Instructions to banks, oldest first', type: () => InstructionDto, list: true })
  instructions!: InstructionDto[];

  @TextField({ description: 'Why an approver rejected it', max: 2000, nullable: true })
  rejectionReason!: string | null;

  static of(this: void, order: OrderView): PaymentOrderDto {
    const { bankAccount, createdBy, createdByOrganization, revision, contentSha256, rejectionReason } = order;
    return {
      ...PaymentOrderSummaryDto.summaryOf(order),
      bankAccount,
      createdBy,
      createdByOrganization,
      revision,
      contentSha256,
      draws: order.draws.map((draw) => ({ ...draw, amount: draw.amount.toJSON() })),
      approvals: order.approvals.map(ApprovalDto.of),
      instructions: order.instructions.map(InstructionDto.of),
      rejectionReason,
    };
  }
}

export class PaymentOrderPage extends pageOf(PaymentOrderSummaryDto) {}

export class PaymentOrderQuery extends PageQuery {
  @EnumField({
    description: 'Only orders in this state',
    optional: true,
    values: paymentOrderStates.all,
    name: 'PaymentOrderState',
  })
  state?: PaymentOrderState;
}

export class PaymentOrderPatch {
  @IdField({ description: 'Another verified account of the same payee', optional: true, prefix: 'bank' })
  bankAccountId?: string;

  @TextField({ description: 'What it is for, in words', optional: true, max: 140 })
  purpose?: string;
}

export class ReasonInput {
  @TextField({ description: 'Why', max: REASON_MAX })
  reason!: string;
}
