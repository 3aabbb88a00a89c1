import { migrate, UnusableDatabase, UnusableRole, type Config } from '#libs/platform';
import { migrations } from '../cli.module.js';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command } from '../command.js';
import { withDatabase } from '../database.js';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Brings the tables of the database up to date.',
  usage: [
    'migrate [--data FOLDER]',
    '',
    'Runs as the owner of the tables (DATABASE_OWNER_URL) and gives the role of DATABASE_URL the rights it needs.',
    'Safe to start several times at once: one works, the others wait.',
    '',
    ...DATABASE_USAGE,
  ],
  options: DATABASE_OPTIONS,
  positionals: { min: 0, max: 0 },

  async run(invocation) {
    return withDatabase(invocation, async ({ config, ownerUrl }) => {
      if (ownerUrl === null) {
        throw new CommandError('DATABASE_OWNER_URL is missing: the URL of the role that owns the tables.');
      }
      const done = await migrate({ ownerUrl, appRole: roleOf(config), migrations }).catch((error: unknown) => {
        if (error instanceof UnusableRole) throw new CommandError(error.message);
        if (!(error instanceof UnusableDatabase)) throw error;
        throw new CommandError(`The database of DATABASE_OWNER_URL cannot be used: ${error.message}.`);
      });
      done.forEach((name) => invocation.print(`migrated ${name}`));
      invocation.print(done.length === 0 ? 'The database is up to date.' : `${done.length} migrations done.`);
      return 0;
    });
  },
};

function roleOf(config: Config): string {
  return decodeURIComponent(new URL(config.database.url).username);
}
