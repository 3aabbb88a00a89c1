import { Problem, type ActorRole } from '#libs/kernel';

export class Unauthenticated extends Problem {
  readonly code = 'unauthenticated';
  readonly kind = 'unauthenticated';
  constructor(message = 'Sign in, or send an API token, to do this.') {
    super(message);
  }
}

export class NotPermitted extends Problem {
  readonly code = 'role-not-permitted';
  readonly kind = 'denied';
  constructor(role: ActorRole) {
    super(`The role "${role}" may not do this. Switch to a membership with another role, or ask an administrator.`);
  }
}

export class SessionRequired extends Problem {
  readonly code = 'session-required';
  readonly kind = 'denied';
  constructor() {
    super('An API token cannot do this. Sign in with e-mail and password.');
  }
}

export class PreconditionRequired extends Problem {
  readonly code = 'if-match-required';
  readonly kind = 'precondition-required';
  constructor() {
    super('Send the ETag of the version you read as If-Match, so that nobody’s change is overwritten unseen.');
  }
}

export class IdempotencyKeyReused extends Problem {
  readonly code = 'idempotency-key-reused';
  readonly kind = 'replayed';
  constructor() {
    super('This Idempotency-Key was used before for another request. Use a new key for a new request.');
  }
}

export class ForeignOrigin extends Problem {
  readonly code = 'foreign-origin';
  readonly kind = 'denied';
  constructor() {
    super('A browser may send requests that change something only from pages of this site itself.');
  }
}
