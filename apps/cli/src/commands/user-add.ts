import { IdentityService, Organization, Person, STATED_KINDS, type StatedKind } from '#libs/identity';
import { ROLES, type Role } from '#libs/kernel';
import { UnitOfWork, type Tx } from '#libs/platform';
import { isEmail } from 'class-validator';
import { randomBytes } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command, type Invocation } from '../command.js';
import { operator, withServices } from '../database.js';

const PASSWORD_BYTES = 15;

export const userAddCommand: Command = {
  name: 'user add',
  summary: 'Adds a person, or another role of a person who is there.',
  usage: [
    'user add --email ADDRESS --name NAME --organization ORGANIZATION --role ROLE [options]',
    '',
    `ROLE is one of ${ROLES.join(', ')}. ORGANIZATION is an id or the exact name.`,
    'The password is generated and printed once.',
    '',
    '  --password-stdin     reads the password from standard input instead',
    `  --kind KIND          makes the organization when it is not there: ${STATED_KINDS.join(', ')}`,
    '  --area XX            its country (ISO 3166-1 alpha-2), with --kind',
    ...DATABASE_USAGE,
  ],
  options: {
    ...DATABASE_OPTIONS,
    email: { type: 'string' },
    name: { type: 'string' },
    organization: { type: 'string' },
    role: { type: 'string' },
    kind: { type: 'string' },
    area: { type: 'string' },
    'password-stdin': { type: 'boolean' },
  },
  positionals: { min: 0, max: 0 },

  async run(invocation) {
    const email = required(invocation, 'email').trim().toLowerCase();
    if (!isEmail(email)) throw new CommandError(`--email must be an e-mail address, not "${email}".`);
    const name = required(invocation, 'name');
    const role = oneOf<Role>('role', required(invocation, 'role'), ROLES);
    const given = invocation.values['password-stdin'] === true ? (await readAll(process.stdin)).trimEnd() : null;
    if (given === '') throw new CommandError('There is no password on standard input.');
    const password = given ?? randomBytes(PASSWORD_BYTES).toString('base64url');

    return withServices(invocation, async (services) => {
      const identity = services.get(IdentityService);
      const added = await services.get(UnitOfWork).run(operator(), async (tx) => {
        const organization = await findOrganization(tx, identity, invocation);
        const known = await tx.findOneBy(Person, { email });
        const membership = { organizationId: organization.id, role };
        if (known) await identity.giveMembership(tx, { ...membership, personId: known.id });
        else await identity.addPerson(tx, { email, name, password, memberships: [membership] });
        return { organization, known };
      });
      invocation.print(`${email} is ${role} of ${added.organization.name} (${added.organization.id}).`);
      if (added.known) invocation.print('The person was there already; name and password stay as they were.');
      else if (given === null) invocation.print(`password ${password}`);
      return 0;
    });
  },
};

async function findOrganization(tx: Tx, identity: IdentityService, { values }: Invocation): Promise<Organization> {
  const wanted = String(values.organization ?? '');
  if (wanted === '') throw new CommandError('--organization is missing.');
  const found = await tx.find(Organization, { where: [{ id: wanted }, { name: wanted }], take: 2 });
  if (found.length > 1) throw new CommandError(`Several organizations are called "${wanted}"; give the id of one.`);
  if (found[0]) return found[0];
  if (typeof values.kind !== 'string') {
    throw new CommandError(`There is no organization "${wanted}". Check the name, or make it with --kind.`);
  }
  const kind = oneOf<StatedKind>('kind', values.kind, STATED_KINDS);
  return identity.createOrganization(tx, {
    kind,
    name: wanted,
    areaIso2: typeof values.area === 'string' ? values.area.toUpperCase() : null,
  });
}

function required({ values }: Invocation, option: string): string {
  const value = values[option];
  if (typeof value !== 'string' || value.trim() === '') throw new CommandError(`--${option} is missing.`);
  return value;
}

function oneOf<T extends string>(option: string, value: string, values: readonly T[]): T {
  if (values.includes(value as T)) return value as T;
  throw new CommandError(`--${option} must be one of ${values.join(', ')}, not "${value}".`);
}
