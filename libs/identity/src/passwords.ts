import { hash, verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { InvalidInput } from '#libs/kernel';
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from './session.rules.js';

/** Cost of one hash by argon2id. */
export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
}

export const PASSWORD_COST = Symbol('password cost');
export const USUAL_PASSWORD_COST: PasswordCost = { memoryKib: 64 * 1024, passes: 3 };

const ARGON2ID = 2;

@Injectable()
export class Passwords {
  private readonly options: { algorithm: number; memoryCost: number; timeCost: number; parallelism: number };
  private decoy: Promise<string> | null = null;

  constructor(@Inject(PASSWORD_COST) { memoryKib, passes }: PasswordCost) {
    this.options = { algorithm: ARGON2ID, memoryCost: memoryKib, timeCost: passes, parallelism: 1 };
  }

  /** @throws InvalidInput when it is too short or too long */
  async hash(password: string): Promise<string> {
    if (password.length < PASSWORD_CHARS_MIN || password.length > PASSWORD_CHARS_MAX) {
      const detail = `Choose a password of ${PASSWORD_CHARS_MIN} to ${PASSWORD_CHARS_MAX} characters.`;
      throw new InvalidInput([{ path: 'password', detail }]);
    }
    return hash(normal(password), this.options);
  }

  /**
   * Without a hash – nobody of that name, or nobody who may sign in – the work is the same and the answer no, so that the
   * time it takes does not tell who exists.
   */
  async verify(passwordHash: string | null, password: string): Promise<boolean> {
    this.decoy ??= this.hash('nobody’s password');
    const matches = await verify(passwordHash ?? (await this.decoy), normal(password));
    return passwordHash !== null && matches;
  }
}

/** The same characters however a keyboard composes them. */
function normal(password: string): string {
  return password.normalize('NFKC');
}
