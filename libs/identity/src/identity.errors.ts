import { Problem, type Role } from '#libs/kernel';
import type { OrganizationKind } from './identity.entities.js';
import type { Instrument, PointOfContact } from './point-of-contact.entity.js';

/** The same for a wrong password, an unknown e-mail and an account that may not sign in. */
export class SignInRefused extends Problem {
  readonly code = 'sign-in-refused';
  readonly kind = 'unauthenticated';
  constructor() {
    super('The e-mail and password do not open an account. Check both; if they are right, ask an administrator.');
  }
}

export class TooManySignIns extends Problem {
  readonly code = 'too-many-sign-ins';
  readonly kind = 'too-many';
  constructor(override readonly retryAfterSeconds: number) {
    const minutes = Math.ceil(retryAfterSeconds / 60);
    const wait = retryAfterSeconds < 120 ? `${retryAfterSeconds} seconds` : `${minutes} minutes`;
    super(`Too many attempts to sign in. Wait ${wait}, or have a link for a new password sent to you.`);
  }
}

/** Somebody signed in anew, or chose another role, since the page that sent this was loaded. */
export class OtherMembership extends Problem {
  readonly code = 'other-membership';
  readonly kind = 'denied';
  constructor() {
    super(
      'Nothing was done: this was meant to be done under another membership than the one that is signed in now. ' +
        'Look who is signed in, then do it again if it is yours to do.',
    );
  }
}

export class EmailTaken extends Problem {
  readonly code = 'email-taken';
  readonly kind = 'conflict';
  constructor(email: string) {
    super(
      `There is a person with the e-mail ${email} already. Give that person another membership, or use another address.`,
    );
  }
}

export class RoleDoesNotFit extends Problem {
  readonly code = 'role-does-not-fit';
  readonly kind = 'conflict';
  constructor(role: Role, kind: OrganizationKind) {
    super(
      kind === 'unstated'
        ? 'An import found this organization, and nobody has said yet of what kind it is, so it gives no roles. ' +
            'An administrator states its kind first, on its page.'
        : `An organization of the kind "${kind}" gives nobody the role "${role}". Choose another role or organization.`,
    );
  }
}

/** People hold roles in an organization that its new kind would not give. */
export class KindDoesNotFit extends Problem {
  readonly code = 'kind-does-not-fit';
  readonly kind = 'conflict';
  constructor(roles: readonly Role[]) {
    super(
      `People have roles in this organization that one of that kind gives nobody: ${roles.join(', ')}. ` +
        'Choose another kind, or end these roles first.',
    );
  }
}

export class MembershipExists extends Problem {
  readonly code = 'membership-exists';
  readonly kind = 'conflict';
  constructor() {
    super('The person has that role in that organization already.');
  }
}

/** A role, or an account: the reason stands that was given first. */
export class EndedAlready extends Problem {
  readonly code = 'ended-already';
  readonly kind = 'conflict';
  constructor() {
    super('It was ended already, with a reason that stands. Reload the page to see how things are.');
  }
}

export class RoleEndedForGood extends Problem {
  readonly code = 'role-ended-for-good';
  readonly kind = 'conflict';
  constructor() {
    super('The role ended more than a day ago, so that is not undone any more. Give the person the role anew.');
  }
}

export class LastAdministrator extends Problem {
  readonly code = 'last-administrator';
  readonly kind = 'conflict';
  constructor() {
    super(
      'Nobody would be left who can sign in as an administrator. Invite another administrator first; once they have accepted, ' +
        'do this again.',
    );
  }
}

/** A point of contact is one of the organization's focal points. */
export class NoFocalPoint extends Problem {
  readonly code = 'no-focal-point';
  readonly kind = 'conflict';
  constructor() {
    super(
      'The person is no focal point of this organization now. Have an administrator give them that role in it first, ' +
        'or choose one of its focal points.',
    );
  }
}

const INSTRUMENT_NAMES: Readonly<Record<Instrument, string>> = {
  poa: 'Programme of Action',
  iti: 'International Tracing Instrument',
};

export class PrimaryContactExists extends Problem {
  readonly code = 'point-of-contact-exists';
  readonly kind = 'conflict';
  constructor(instrument: Instrument, what: 'primary' | 'same person' = 'primary') {
    const under = INSTRUMENT_NAMES[instrument];
    super(
      what === 'primary'
        ? `The organization already has a primary point of contact for the ${under} at that time. Hand that one over, or end it first.`
        : `This person is already a point of contact of the organization for the ${under} at that time. Choose somebody else, or another day.`,
    );
  }
}

export class PointOfContactEnded extends Problem {
  readonly code = 'point-of-contact-ended';
  readonly kind = 'conflict';
  constructor({ startsOn, endsOn }: Pick<PointOfContact, 'startsOn' | 'endsOn'>) {
    const what = endsOn === startsOn ? 'was cancelled' : `ended on ${endsOn}`;
    super(`This designation ${what}; nothing of it can be changed. Designate the person anew.`);
  }
}

export class TooManyApiTokens extends Problem {
  readonly code = 'too-many-api-tokens';
  readonly kind = 'conflict';
  constructor(max: number) {
    super(`You have ${max} API tokens, the most that one person may have. Revoke one that is no longer needed.`);
  }
}

/** A link of an e-mail; the same whatever is wrong with it. */
export class LinkNotValid extends Problem {
  readonly code = 'link-not-valid';
  readonly kind = 'missing';
  constructor() {
    super('The link was used, was replaced by a newer one, or is too old. Ask for a new one.');
  }
}

/** Links of e-mails are not tried out one after the other. */
export class TooManyLinks extends Problem {
  readonly code = 'too-many-links';
  readonly kind = 'too-many';
  constructor(override readonly retryAfterSeconds: number) {
    super(`Too many links were opened from your network. Wait ${retryAfterSeconds} seconds, then try again.`);
  }
}

export class InvitationExists extends Problem {
  readonly code = 'invitation-exists';
  readonly kind = 'conflict';
  constructor() {
    super(
      'That address is invited to this role in this organization already. Send that invitation again, or revoke it.',
    );
  }
}

export class InvitationClosed extends Problem {
  readonly code = 'invitation-closed';
  readonly kind = 'conflict';
  constructor() {
    super('The invitation was accepted or revoked. Make a new one if it is needed.');
  }
}

export class PersonDisabled extends Problem {
  readonly code = 'person-disabled';
  readonly kind = 'conflict';
  constructor() {
    super(
      'This person is shut out. An administrator opens the account again on the page of the person first; then do this again. ' +
        'Or choose somebody else.',
    );
  }
}

export class TooManyResets extends Problem {
  readonly code = 'too-many-resets';
  readonly kind = 'too-many';
  constructor(override readonly retryAfterSeconds: number) {
    super('Too many links were asked for. Look for the e-mail that was sent, or wait an hour, then try again.');
  }
}
