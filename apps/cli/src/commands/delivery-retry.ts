import { Audit } from '#libs/audit';
import { Outbox, UnitOfWork } from '#libs/platform';
import { CommandError, DATABASE_OPTIONS, DATABASE_USAGE, type Command } from '../command.js';
import { operator, withServices } from '../database.js';

export const deliveryRetryCommand: Command = {
  name: 'delivery retry',
  summary: 'Takes up again background work that was given up.',
  usage: [
    'delivery retry DELIVERY --reason TEXT [options]',
    '',
    'DELIVERY is an id that "doctor" names under outbox.nothing-is-given-up. Its consumer gets all its attempts anew.',
    '',
    '  --reason TEXT        why it will go well now; written into the audit log',
    ...DATABASE_USAGE,
  ],
  options: { ...DATABASE_OPTIONS, reason: { type: 'string' } },
  positionals: { min: 1, max: 1 },

  async run(invocation) {
    const id = invocation.positionals[0] ?? '';
    const { reason } = invocation.values;
    if (typeof reason !== 'string' || reason.trim() === '') throw new CommandError('--reason is missing.');
    return withServices(invocation, async (services) => {
      await services.get(UnitOfWork).run(operator(), async (tx) => {
        if (!(await services.get(Outbox).retry(tx, id))) {
          throw new CommandError(`No delivery ${id} was given up. "npm run doctor" lists those that were.`);
        }
        await services.get(Audit).record(tx, { act: 'delivery.retried', refId: id, payload: { reason } });
      });
      invocation.print(`${id} is handed to its consumer again.`);
      return 0;
    });
  },
};
