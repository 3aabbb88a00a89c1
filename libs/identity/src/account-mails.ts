import type { Role } from '#libs/kernel';

/** What each e-mail about an account says; `{name}` stands for a value. Another language is another entry. */
interface AccountMailTexts {
  readonly mails: Readonly<Record<AccountMailKind, { readonly subject: string; readonly text: string }>>;
  readonly roles: Readonly<Record<Role, string>>;
}

export const ACCOUNT_MAILS = ['invitation', 'reset', 'password-changed', 'email-change', 'email-changed'] as const;
export type AccountMailKind = (typeof ACCOUNT_MAILS)[number];

/** The names that the text of a kind may and must use. */
export const MAIL_VALUES: Readonly<Record<AccountMailKind, readonly string[]>> = {
  invitation: ['name', 'inviter', 'organization', 'role', 'link', 'until'],
  reset: ['name', 'link', 'minutes'],
  'password-changed': ['name', 'link'],
  'email-change': ['name', 'link', 'hours'],
  'email-changed': ['name', 'link'],
};

const ENGLISH: AccountMailTexts = {
  roles: {
    'focal-point': 'focal point',
    donor: 'donor',
    coordinator: 'coordinator',
    approver: 'approver of payments',
    finance: 'finance officer',
    auditor: 'auditor',
    administrator: 'administrator',
  },
  mails: {
    invitation: {
      subject: 'Invitation to the clearing house',
      text: `Dear {name},

{inviter} invites you to the clearing house for assistance under the Programme of Action on small arms,
as {role} of {organization}.

Open this link to accept. It works once, until {until}:

{link}

If you did not expect this, do nothing: without the link nobody becomes a member.
`,
    },
    reset: {
      subject: 'Choose a new password',
      text: `Dear {name},

somebody asked for a new password for your account at the clearing house. If it was you, open this link within
{minutes} minutes. It works once:

{link}

If it was not you, do nothing: your password stays as it is.
`,
    },
    'password-changed': {
      subject: 'Your password was changed',
      text: `Dear {name},

the password of your account at the clearing house was changed just now. Everybody who was signed in with it was signed
out, and all its API tokens were revoked: make new ones for the programs that still need them.

If it was not you, choose another password at once and tell an administrator:

{link}
`,
    },
    'email-change': {
      subject: 'Confirm your new e-mail address',
      text: `Dear {name},

you asked to use this e-mail address for your account at the clearing house. Open this link within {hours} hours
to confirm it. It works once:

{link}

If you did not ask for it, do nothing: the account keeps its address.
`,
    },
    'email-changed': {
      subject: 'Your e-mail address was changed',
      text: `Dear {name},

your account at the clearing house has another e-mail address since just now. You sign in with that one, and nothing
more is sent to this address.

If it was not you, tell an administrator at once. The clearing house:

{link}
`,
    },
  },
};

export const ACCOUNT_MAIL_TEXTS: Readonly<Record<string, AccountMailTexts>> = { en: ENGLISH };

/** Whose texts a reader gets: those of their language where there are any, else the English ones. */
function textsFor(language: string): { readonly language: string; readonly texts: AccountMailTexts } {
  const texts = ACCOUNT_MAIL_TEXTS[language];
  return texts ? { language, texts } : { language: 'en', texts: ENGLISH };
}

export function accountMail(
  kind: AccountMailKind,
  language: string,
  values: Readonly<Record<string, string>>,
): { subject: string; text: string } {
  const { subject, text } = textsFor(language).texts.mails[kind];
  const fill = (template: string) => template.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  return { subject: fill(subject), text: fill(text) };
}

export function roleIn(language: string, role: Role): string {
  return textsFor(language).texts.roles[role];
}

/** `11 December 2026 at 02:20 UTC` */
export function instantIn(language: string, instant: Date): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  const { language: known } = textsFor(language);
  return `${new Intl.DateTimeFormat(known === 'en' ? 'en-GB' : known, format).format(instant)} UTC`;
}
