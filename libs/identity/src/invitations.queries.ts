import { Injectable } from '@nestjs/common';
import { NotFound, type Role } from '#libs/kernel';
import { keysetPage, readCursor, type Page, type ReadTx } from '#libs/platform';
import { Person } from './identity.entities.js';
import { LinkNotValid } from './identity.errors.js';
import { readMailedToken } from './mailed-tokens.js';

export const INVITATION_STATES = ['open', 'expired', 'accepted', 'revoked'] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

interface Named {
  readonly id: string;
  readonly name: string;
}

export interface InvitationView {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly organization: Named;
  readonly role: Role;
  readonly invitedBy: Named;
  readonly state: InvitationState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Who is asked in, as the person sees it who followed the link. */
export interface InvitedPerson extends InvitationView {
  /** The account with the address, where there is one. */
  readonly account: { readonly personId: string; readonly passwordHash: string | null } | null;
}

export interface InvitationFilter {
  readonly state?: readonly InvitationState[];
  readonly cursor?: string;
  readonly limit: number;
}

/** Of the invitation `i`. */
const STATE = `CASE WHEN i.accepted_at IS NOT NULL THEN 'accepted' WHEN i.revoked_at IS NOT NULL THEN 'revoked'
                    WHEN i.expires_at <= now() THEN 'expired' ELSE 'open' END`;
const VIEW = `SELECT i.id, i.email, i.name, json_build_object('id', o.id, 'name', o.name) AS organization, i.role,
                     json_build_object('id', b.id, 'name', b.name) AS "invitedBy", ${STATE} AS state,
                     i.created_at AS "createdAt", i.expires_at AS "expiresAt"
                FROM invitations i JOIN organizations o ON o.id = i.organization_id JOIN people b ON b.id = i.invited_by`;

@Injectable()
export class InvitationsQueries {
  /** The latest first. */
  async list(tx: ReadTx, { state, cursor, limit }: InvitationFilter): Promise<Page<InvitationView>> {
    const place = readCursor(cursor, 1, ([id]) => id !== null);
    const rows = await tx.query<InvitationView[]>(
      `${VIEW} WHERE ($1::text[] IS NULL OR ${STATE} = ANY($1)) AND ($2::text IS NULL OR i.id < $2)
        ORDER BY i.id DESC LIMIT $3`,
      [state ?? null, place?.[0] ?? null, limit + 1],
    );
    return keysetPage(rows, limit, ({ id }) => [id]);
  }

  /** @throws NotFound */
  async one(tx: ReadTx, id: string): Promise<InvitationView> {
    const [row] = await tx.query<(InvitationView | undefined)[]>(`${VIEW} WHERE i.id = $1`, [id]);
    if (!row) throw new NotFound('invitation', id);
    return row;
  }

  /** @throws LinkNotValid */
  async byToken(tx: ReadTx, token: string): Promise<InvitedPerson> {
    const invitation = await this.one(tx, await readMailedToken(tx, 'invitation', token));
    if (invitation.state !== 'open') throw new LinkNotValid();
    const person = await tx.findOneBy(Person, { email: invitation.email });
    const account = person && { personId: person.id, passwordHash: person.passwordHash };
    return { ...invitation, account };
  }
}
