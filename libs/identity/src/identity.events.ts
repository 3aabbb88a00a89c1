/** Facts that identity announces; who is told stands in platform's table of consumers. */
/** For the first time or again. `refId`: the invitation. */
export const INVITATION_SENT = 'invitation.sent' as const;
/** `refId`: the person, or `unknown` where nobody has the address that was given. */
export const PASSWORD_RESET_REQUESTED = 'password.reset-requested' as const;
/** `refId`: the change of address. */
export const EMAIL_CHANGE_REQUESTED = 'email.change-requested' as const;
/** `refId`: the change of address. */
export const EMAIL_CHANGED = 'email.changed' as const;
/** Nobody has verified a point of contact for too long. `refId`: the point of contact. */
export const CONTACT_VERIFICATION_DUE = 'contact.verification-due' as const;
/** A designation ended, or will on a day: handed over, ended by the secretariat, or with the role. `refId`: the point of contact. */
export const CONTACT_ENDED = 'contact.ended' as const;
/** `refId`: the person. */
export const PASSWORD_CHANGED = 'password.changed' as const;
