// Danger: metrics that are not there when they are needed, or a process that does not say why it has none.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { ConfigError, readConfig } from '../config/config.js';
import { testDatabase } from '../testing/test-database.js';
import { Metrics } from './metrics.js';

const db = testDatabase();
const taken = createServer();
afterAll(() => void taken.close());

const settings = (port: number, host = '127.0.0.1') =>
  readConfig({ DATABASE_URL: db.url, CLEARING_METRICS_PORT: `${port}`, CLEARING_METRICS_HOST: host }).http;

it('are served where they were asked for', async () => {
  const metrics = new Metrics(db.uow);
  const port = await metrics.listen(settings(0));
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(text).toContain('outbox_oldest_pending_seconds 0');
  await metrics.close();
});

it('name the setting of a place that is taken, or is none', async () => {
  taken.listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const listening = new Metrics(db.uow).listen(settings(port));
  await expect(listening).rejects.toThrow(`CLEARING_METRICS_PORT ${port} is in use on 127.0.0.1`);
  await expect(listening).rejects.toBeInstanceOf(ConfigError);
  await expect(new Metrics(db.uow).listen(settings(0, '192.0.2.1'))).rejects.toThrow('CLEARING_METRICS_HOST 192.0.2.1');
});
