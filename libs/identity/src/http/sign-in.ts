import { Inject, Injectable } from '@nestjs/common';
import { ANONYMOUS, type Actor } from '#libs/kernel';
import { CONFIG, type Config, UnitOfWork } from '#libs/platform';
import { SignInRefused } from '../identity.errors.js';
import { Passwords } from '../passwords.js';
import { SessionsService, type Candidate } from '../sessions.service.js';
import { AttemptLimiters, type Attempt } from '../attempt-limiters.js';

interface Account {
  readonly actor: Pick<Actor, 'personId'>;
  readonly passwordHash: string | null;
}

interface Proof extends Attempt {
  readonly password: string;
}

export interface SignInRequest extends Proof {
  readonly membershipId?: string;
  /** Hash of the token of the session that the browser still had. */
  readonly replaces?: string;
  /** Browser and system. */
  readonly device: string;
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
    private readonly limiters: AttemptLimiters,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws TooManySignIns, SignInRefused */
  async signIn(request: SignInRequest): Promise<SignedIn> {
    const candidate = await this.prove(request, () => this.candidate(request));
    return this.open(candidate, request);
  }

  /**
   * Without a password, for who has shown otherwise whose account it is.
   * @throws SignInRefused
   */
  async enter(request: Omit<SignInRequest, 'password' | 'address'>): Promise<SignedIn> {
    const candidate = await this.candidate(request);
    if (!candidate) throw new SignInRefused();
    return this.open(candidate, request);
  }

  /**
   * The account, if the password is its own.
   * @throws TooManySignIns, SignInRefused
   */
  async prove<T extends Account>(proof: Proof, find: () => Promise<T | null>): Promise<T> {
    await this.limiters.signIn.count(proof);
    const account = await find();
    const right = await this.passwords.verify(account?.passwordHash ?? null, proof.password);
    if (!account || !right) {
      await this.uow.run(ANONYMOUS, (tx) => this.sessions.refused(tx, account?.actor.personId ?? null));
      throw new SignInRefused();
    }
    await this.limiters.signIn.succeeded(proof);
    return account;
  }

  private candidate({ email, membershipId }: Pick<SignInRequest, 'email' | 'membershipId'>): Promise<Candidate | null> {
    const { demonstration } = this.config;
    return this.uow.read(ANONYMOUS, (tx) => this.sessions.candidate(tx, { email, membershipId, demonstration }));
  }

  private async open(
    { actor, membershipId, passwordHash }: Candidate,
    { replaces, device }: Pick<SignInRequest, 'replaces' | 'device'>,
  ): Promise<SignedIn> {
    const token = await this.uow.run(actor, (tx) =>
      this.sessions.open(tx, { membershipId, provenHash: passwordHash, replaces, device }),
    );
    return { actor, membershipId, token };
  }
}
