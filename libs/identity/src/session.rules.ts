import type { Role } from '#libs/kernel';

export interface SessionLimits {
  /** Ends after that long without a request. */
  readonly idleMinutes: number;
  /** Ends that long after the password was given, whatever happens. */
  readonly hours: number;
}

const USUAL: SessionLimits = { idleMinutes: 30, hours: 12 };

/** Who releases money is asked for the password sooner. */
const STRICTER: Partial<Record<Role, SessionLimits>> = { approver: { idleMinutes: 15, hours: 8 } };

export function sessionLimits(role: Role): SessionLimits {
  return STRICTER[role] ?? USUAL;
}

export const PASSWORD_CHARS_MIN = 12;
export const PASSWORD_CHARS_MAX = 200;

/** Days in which an invitation can be accepted. */
export const INVITATION_DAYS = 14;
/** Minutes in which a link sets a new password. */
export const RESET_MINUTES = 60;

/** Hours in which another e-mail address can be confirmed. */
export const EMAIL_CHANGE_HOURS = 24;

/** What people can be written to in, once there are texts: the official languages of the United Nations. */
export const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Days an API token lives. */
export const TOKEN_DAYS_MAX = 366;
export const TOKEN_DAYS_DEFAULT = 90;
/** Live API tokens of one person. */
export const TOKENS_MAX = 50;

/** E-mail addresses compare without regard to case. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
