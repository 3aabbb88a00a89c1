import type { INestApplicationContext } from '@nestjs/common';
import { IdentityQueries } from '#libs/identity';
import type { Actor, Role } from '#libs/kernel';
import { UnitOfWork } from '#libs/platform';
import { IMPORT_KINDS, type ImportKind } from '#libs/sheets';
import { CommandError, type Invocation } from './command.js';
import { operator } from './database.js';

/** @throws CommandError */
export function sheetKind({ positionals: [kind] }: Pick<Invocation, 'positionals'>): ImportKind {
  const known = IMPORT_KINDS.find((one) => one === kind);
  if (known) return known;
  throw new CommandError(`"${kind}" is no sheet; it must be one of ${IMPORT_KINDS.join(', ')}.`);
}

/** The person with that e-mail, in the role; who runs the command vouches for them. @throws CommandError */
export async function actingAs(services: INestApplicationContext, email: string, role: Role): Promise<Actor> {
  const identity = services.get(IdentityQueries);
  return services.get(UnitOfWork).read(operator(), async (tx) => {
    const person = await identity.personByEmail(tx, email);
    const membership = person?.memberships.find((one) => one.role === role);
    const of = { personId: person?.id ?? '', organizationId: membership?.organization.id ?? '', role };
    const actor = membership ? await identity.actorFor(tx, of) : null;
    if (!actor) throw new CommandError(`Nobody with the e-mail ${email} is a ${role.replace('-', ' ')} here.`);
    return { ...actor, label: `${actor.label}, by ${operator().label}` };
  });
}
