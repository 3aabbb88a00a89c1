import { UnitOfWork } from '#libs/platform';
import { ReferenceLoader } from '#libs/reference';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command } from '../command.js';
import { operator, withServices } from '../database.js';
import { DEMO_ORGANIZATIONS, DEMO_PASSWORD, DEMO_PEOPLE, demoEmail } from '../demo/demo-people.js';
import { EXTRA_PEOPLE } from '../demo/extra-people.js';
import { DemoWorld } from '../demo/demo-world.js';

export const seedCommand: Command = {
  name: 'seed',
  summary: 'Loads the reference data, and with --demo a demonstration world.',
  usage: [
    'seed [--demo] [--data FOLDER]',
    '',
    'Running it again changes nothing that is there. The sign-ins of the demonstration are known to everyone, so it is refused',
    'when NODE_ENV is production.',
    '',
    '  --demo               people of every role, some seventy needs and forty offers in every state, and a fund, all of it',
    '                       invented; prints a line per sign-in: demo-sign-in EMAIL PASSWORD ROLE, ORGANIZATION',
    '                       and one with whom else there is at the same place: demo-sign-ins-too NAME NAME …',
    '  --no-demo            reference data only (the default)',
    ...DATABASE_USAGE,
  ],
  options: { ...DATABASE_OPTIONS, demo: { type: 'boolean' }, 'no-demo': { type: 'boolean' } },
  positionals: { min: 0, max: 0 },

  async run(invocation) {
    const { demo, 'no-demo': noDemo } = invocation.values;
    if (demo && noDemo) throw new CommandError('Give either --demo or --no-demo.');
    if (demo && process.env.NODE_ENV === 'production') {
      throw new CommandError('The demonstration world has sign-ins that everyone knows; it is refused in production.');
    }
    return withServices(invocation, async (services) => {
      const changed = await services.get(UnitOfWork).run(operator(), (tx) => services.get(ReferenceLoader).load(tx));
      invocation.print(
        changed === 0 ? 'The reference data is up to date.' : `${changed} rows of reference data loaded.`,
      );
      if (demo) {
        await new DemoWorld(services).tell();
        signIns().forEach(invocation.print);
        invocation.print(['demo-sign-ins-too', ...EXTRA_PEOPLE.map(({ id }) => id)].join(' '));
      }
      return 0;
    });
  },
};

function signIns(): string[] {
  return DEMO_PEOPLE.map(({ id, role, organization }) => {
    const { name } = DEMO_ORGANIZATIONS.find(({ ref }) => ref === organization)!;
    return `demo-sign-in ${demoEmail(id)} ${DEMO_PASSWORD} ${role}, ${name}`;
  });
}
