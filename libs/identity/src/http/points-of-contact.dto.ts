import { Transform } from 'class-transformer';
import {
  BoolField,
  DateField,
  EmailField,
  EnumField,
  IdField,
  IntField,
  NestedField,
  TextField,
} from '#libs/platform/http';
import { normalPhone, PHONE } from '../phone.rules.js';
import { INSTRUMENTS, type Instrument } from '../point-of-contact.entity.js';
import type { ContactView } from '../points-of-contact.queries.js';
import type { NewContact, PublicFacts } from '../points-of-contact.service.js';

/** A telephone as it is dialled. */
const PHONE_TEXT = { max: 16, pattern: PHONE, example: '+41229171234' } as const;

class DelegationDto {
  @IdField({ description: 'Id', prefix: 'dele' })
  id!: string;

  @IdField({ description: 'Who may hand in requests in the place of the point of contact', prefix: 'pers' })
  personId!: string;

  @TextField({ description: 'Name', max: 200 })
  name!: string;

  @DateField({ description: 'The last day, within the term of the point of contact' })
  until!: string;
}

export class PointOfContactDto {
  @IdField({ description: 'Id', prefix: 'poc' })
  id!: string;

  @EnumField({ description: 'Programme of Action, or International Tracing Instrument', values: INSTRUMENTS })
  instrument!: Instrument;

  @BoolField({ description: 'The one to turn to first' })
  isPrimary!: boolean;

  @BoolField({ description: 'It holds today' })
  isCurrent!: boolean;

  @IdField({ description: 'The person; null to the public', nullable: true, prefix: 'pers' })
  personId!: string | null;

  @TextField({ description: 'Name; null where it is not shown to the reader', nullable: true, max: 200 })
  name!: string | null;

  @EmailField({ description: 'E-mail; null where it is not shown to the reader', nullable: true })
  email!: string | null;

  @TextField({
    ...PHONE_TEXT,
    description: 'Telephone as it is dialled; null where there is none to show',
    nullable: true,
  })
  phone!: string | null;

  @BoolField({ description: 'The public is shown the name' })
  showsName!: boolean;

  @BoolField({ description: 'The public is shown the e-mail' })
  showsEmail!: boolean;

  @BoolField({ description: 'The public is shown the telephone' })
  showsPhone!: boolean;

  @DateField({ description: 'The first day' })
  startsOn!: string;

  @DateField({ description: 'The first day on which it no longer holds', nullable: true })
  endsOn!: string | null;

  @DateField({ description: 'When somebody last made sure of it' })
  verifiedOn!: string;

  @BoolField({ description: 'That is too long ago' })
  verificationDue!: boolean;

  @IdField({ description: 'The letter of designation; null to who may not read it', nullable: true, prefix: 'file' })
  letterFileId!: string | null;

  @NestedField({ description: 'Who may act in its place now', type: () => DelegationDto, list: true })
  delegations!: DelegationDto[];

  @IntField({ description: 'Version, as in the ETag', min: 1, max: 999_999_999 })
  version!: number;

  static of(this: void, contact: ContactView): PointOfContactDto {
    return { ...contact, delegations: [...contact.delegations] };
  }
}

class SuccessorInput {
  @IdField({ description: 'One of the focal points of the organization', prefix: 'pers' })
  personId!: string;

  @DateField({ description: 'The first day' })
  startsOn!: string;

  @IdField({ description: 'The letter of designation', optional: true, nullable: true, prefix: 'file' })
  letterFileId?: string | null;
}

export class DesignateInput extends SuccessorInput {
  @EnumField({ description: 'Programme of Action, or International Tracing Instrument', values: INSTRUMENTS })
  instrument!: Instrument;

  @BoolField({ description: 'The one to turn to first; an organization has one at a time' })
  isPrimary!: boolean;

  static contactOf({ letterFileId, ...input }: DesignateInput): NewContact {
    return { ...input, letterFileId: letterFileId ?? null };
  }
}

export class HandOverInput extends SuccessorInput {
  static successorOf({ letterFileId, ...input }: HandOverInput) {
    return { ...input, letterFileId: letterFileId ?? null };
  }
}

export class LetterInput {
  @IdField({ description: 'The letter of designation: a file that your organization sent', prefix: 'file' })
  letterFileId!: string;
}

export class EndContactInput {
  @DateField({ description: 'The first day on which it no longer holds' })
  endsOn!: string;
}

export class ShowContactInput {
  /** Kept as it is dialled. */
  @Transform(({ value }) => (typeof value === 'string' ? normalPhone(value) : (value as unknown)))
  @TextField({
    ...PHONE_TEXT,
    description:
      'Telephone with its country code; spaces, hyphens and parentheses may stand between the digits. Null for none',
    nullable: true,
  })
  phone!: string | null;

  @BoolField({ description: 'Show the public the name' })
  showsName!: boolean;

  @BoolField({ description: 'Show the public the e-mail' })
  showsEmail!: boolean;

  @BoolField({ description: 'Show the public the telephone' })
  showsPhone!: boolean;

  static factsOf({ phone, showsName, showsEmail, showsPhone }: ShowContactInput): PublicFacts {
    return { phone, showsName, showsEmail, showsPhone };
  }
}

export class DelegateInput {
  @IdField({ description: 'Another focal point of the organization', prefix: 'pers' })
  personId!: string;

  @DateField({ description: 'The last day; a day of the term' })
  until!: string;
}
