import { Injectable } from '@nestjs/common';
import { ANONYMOUS } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { InvitationsQueries } from '../invitations.queries.js';
import { InvitationsService } from '../invitations.service.js';
import { Passwords } from '../passwords.js';
import { SignIn, type SignedIn } from './sign-in.js';

export interface Acceptance {
  readonly token: string;
  readonly password: string;
  /** Network address of the client. */
  readonly address: string;
  /** Hash of the token of the session that the browser still had. */
  readonly replaces?: string;
  /** Browser and system. */
  readonly device: string;
}

/** Accepting an invitation, step by step: the hash of a password takes its time, so it is computed outside any transaction. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly invitations: InvitationsService,
    private readonly queries: InvitationsQueries,
    private readonly passwords: Passwords,
    private readonly signIns: SignIn,
  ) {}

  /**
   * The link shows whose mailbox it is. It gives a new account its password, but an account that has one opens with that alone.
   * @throws LinkNotValid, TooManySignIns, SignInRefused; InvalidInput for a first password that is too short
   */
  async accept({ token, password, address, replaces, device }: Acceptance): Promise<SignedIn> {
    const { email, account } = await this.uow.read(ANONYMOUS, (tx) => this.queries.byToken(tx, token));
    let first: string | null = null;
    if (account?.passwordHash) {
      const { personId, passwordHash } = account;
      await this.signIns.prove({ email, password, address }, async () => ({ actor: { personId }, passwordHash }));
    } else {
      first = await this.passwords.hash(password);
    }
    const accepted = await this.uow.run(ANONYMOUS, (tx) => this.invitations.accept(tx, token, first));
    return this.signIns.enter({ ...accepted, replaces, device });
  }
}
