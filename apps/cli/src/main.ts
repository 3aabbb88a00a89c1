import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { Problem } from '#libs/kernel';
import { sqlState } from '#libs/platform';
import { CommandError, type Command, type Invocation } from './command.js';
import { commands } from './commands.js';

const NAME_WORDS_MAX = 2;
const DISK_FULL = '53100';
const FORBIDDEN = '42501';

process.exitCode = await main(process.argv.slice(2));

/** Exit code 0: done. 1: not done, or not all of it, with the reason on stderr. */
async function main(args: readonly string[]): Promise<number> {
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  const warn = (line: string) => void process.stderr.write(`${line}\n`);
  try {
    if (args.length === 0 || ['--help', '-h', 'help'].includes(args[0] ?? '')) {
      overview().forEach(print);
      return 0;
    }
    const command = find(args);
    const rest = args.slice(command.name.split(' ').length);
    if (rest.includes('--help') || rest.includes('-h')) {
      [`${command.summary}`, '', `npm run cli -- ${command.usage[0]}`, ...command.usage.slice(1)].forEach(print);
      return 0;
    }
    return await command.run({ ...parse(command, rest), print, warn });
  } catch (error) {
    if (sqlState(error) === DISK_FULL) {
      warn('The disk of the database is full. Free some space, then run the command again.');
    } else if (sqlState(error) === FORBIDDEN) {
      warn(
        `The database refuses this to its role: ${(error as Error).message}. DATABASE_OWNER_URL must name the role that ` +
          'owns the tables, DATABASE_URL another one that "migrate" gave its rights.',
      );
    } else if (error instanceof CommandError || error instanceof Problem) {
      warn(error.message);
    } else throw error;
    return 1;
  }
}

function find(args: readonly string[]): Command {
  for (let words = NAME_WORDS_MAX; words > 0; words -= 1) {
    const command = commands.find(({ name }) => name === args.slice(0, words).join(' '));
    if (command) return command;
  }
  throw new CommandError(`There is no command "${args[0]}". See npm run cli -- --help.`);
}

function parse(command: Command, args: readonly string[]): Pick<Invocation, 'values' | 'positionals'> {
  const see = `See npm run cli -- ${command.name} --help.`;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: command.options, allowPositionals: true });
    if (positionals.length < command.positionals.min) throw new CommandError(`Something is missing. ${see}`);
    const extra = positionals[command.positionals.max];
    if (extra !== undefined) throw new CommandError(`"${extra}" is too much here. ${see}`);
    return { values: values as Invocation['values'], positionals };
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) {
      throw new CommandError(`${(error as Error).message} ${see}`);
    }
    throw error;
  }
}

function overview(): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'npm run cli -- COMMAND …',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'npm run cli -- COMMAND --help says more. Commands use the database of DATABASE_URL; without it that of --data FOLDER',
    '(default .data), joining the instance that runs there or starting the database for the time of the command.',
  ];
}
