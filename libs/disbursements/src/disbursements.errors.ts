import { Problem } from '#libs/kernel';

/** Who makes a payment, or entered the account it goes to, does not approve it; who belongs to its payee has no hand in it at all. */
export class SeparationOfDuties extends Problem {
  readonly code = 'separation-of-duties';
  readonly kind = 'denied';
  constructor(why: 'maker' | 'payee' | 'account') {
    super(
      {
        maker: 'You made or edited this payment order, so others must approve it. Ask two approvers.',
        payee:
          'You belong, or belonged within the last year, to the organization that is paid, so people of other organizations must do this.',
        account: 'You entered the bank account that is to be paid, so others must approve it. Ask two approvers.',
      }[why],
    );
  }
}

export class AlreadyApproved extends Problem {
  readonly code = 'already-approved';
  readonly kind = 'conflict';
  constructor() {
    super('You approved this content already. The second approval must come from another person.');
  }
}

export class BankAccountNotUsable extends Problem {
  readonly code = 'bank-account-not-usable';
  readonly kind = 'conflict';
  constructor(why: 'other-organization' | 'other-currency' | 'not-verified') {
    super(
      {
        'other-organization':
          'That bank account belongs to another organization than the payee. Choose one of the payee.',
        'other-currency': 'That bank account is in another currency than the payment. Choose one in its currency.',
        'not-verified': 'A second finance person has not verified that bank account yet. Have it verified first.',
      }[why],
    );
  }
}

export class BankAccountKnown extends Problem {
  readonly code = 'bank-account-known';
  readonly kind = 'conflict';
  constructor() {
    super('That organization already has this account number in this currency. Use the account that is there.');
  }
}

/** The second pair of eyes is somebody else's. */
export class SecondPersonRequired extends Problem {
  readonly code = 'second-person-required';
  readonly kind = 'denied';
  constructor() {
    super('You entered this bank account, so another finance person must verify it.');
  }
}
