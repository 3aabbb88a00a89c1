// Danger: a download breaks off for everybody, and the log says that all is well.
import { fastify } from 'fastify';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { BrokenOff } from './broken-off.js';

it('an answer that breaks off is none to its reader, and is in the log with what broke it', async () => {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => void lines.push(line) });
  const app = fastify({ loggerInstance: log, logController: new BrokenOff(log), genReqId: () => 'request-torn' });
  app.get('/torn', (_, reply) => {
    async function* rows() {
      yield 'the first row';
      await sleep(20);
      throw new Error('the second row is lost');
    }
    return reply.send(Readable.from(rows()));
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  lines.length = 0;
  await expect(fetch(`${address}/torn`).then((answer) => answer.text())).rejects.toThrow('terminated');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { requestId: 'request-torn', err: { message: 'the second row is lost' } },
  ]);
  await app.close();
});
