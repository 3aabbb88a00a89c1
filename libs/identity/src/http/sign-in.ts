import { Inject, Injectable } from '@nestjs/common';
import { ANONYMOUS, type Actor } from '#libs/kernel';
import { CONFIG, type Config, UnitOfWork } from '#libs/platform';
import { SignInRefused } from '../identity.errors.js';
import { Passwords } from '../passwords.js';
import { SessionsService } from '../sessions.service.js';
import { SignInLimiter, type Attempt } from '../sign-in-limiter.js';

export interface SignInRequest extends Attempt {
  readonly password: string;
  readonly membershipId?: string;
  /** Hash of the token of the session that the browser still had. */
  readonly replaces?: string;
}

export interface SignedIn {
  readonly actor: Actor;
  readonly membershipId: string;
  readonly token: string;
}

/** Signing in, step by step: the hash of the password takes its time, so it is computed outside any transaction. */
@Injectable()
export class SignIn {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly limiter: SignInLimiter,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws TooManySignIns, SignInRefused */
  async signIn(request: SignInRequest): Promise<SignedIn> {
    const { email, password, membershipId, replaces } = request;
    await this.limiter.count(request);
    const { demonstration } = this.config;
    const candidate = await this.uow.read(ANONYMOUS, (tx) =>
      this.sessions.candidate(tx, { email, membershipId, demonstration }),
    );
    const right = await this.passwords.verify(candidate?.passwordHash ?? null, password);
    if (!candidate || !right) {
      await this.uow.run(ANONYMOUS, (tx) => this.sessions.refused(tx, candidate?.actor.personId ?? null));
      throw new SignInRefused();
    }
    await this.limiter.succeeded(request);
    const { actor } = candidate;
    const token = await this.uow.run(actor, (tx) =>
      this.sessions.open(tx, { membershipId: candidate.membershipId, replaces }),
    );
    return { actor, membershipId: candidate.membershipId, token };
  }
}
