import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { systemActor } from '#libs/kernel';
import { ConfigError, type Config } from '../config/config.js';
import type { UnitOfWork } from '../database/unit-of-work.js';

const METRICS_ACTOR = systemActor('metrics');

/** Prometheus metrics of one process, on a port of their own: they are not for the public. */
export class Metrics {
  readonly registry = new Registry();
  readonly httpSeconds = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.01, 0.03, 0.1, 0.3, 0.8, 2, 5],
    registers: [this.registry],
  });
  readonly deliverySeconds = new Histogram({
    name: 'outbox_delivery_duration_seconds',
    help: 'Time a consumer took for one delivery',
    labelNames: ['consumer', 'outcome'],
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 60],
    registers: [this.registry],
  });
  private server: Server | null = null;

  constructor(uow: UnitOfWork) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'outbox_deliveries',
      help: 'Deliveries by state; pending ones have not been done by their consumer',
      labelNames: ['state'],
      registers: [this.registry],
      async collect() {
        const rows = await uow.read(METRICS_ACTOR, (tx) =>
          tx.query<{ state: string; count: string }[]>(
            `SELECT state, count(*) FROM outbox_deliveries WHERE state <> 'done' GROUP BY state`,
          ),
        );
        this.reset();
        for (const { state, count } of rows) this.set({ state }, Number(count));
      },
    });
    new Gauge({
      name: 'outbox_oldest_pending_seconds',
      help: 'Age of the oldest delivery that is not done',
      registers: [this.registry],
      async collect() {
        const [oldest] = await uow.read(METRICS_ACTOR, (tx) =>
          tx.query<[{ seconds: number }]>(
            `SELECT coalesce(extract(epoch FROM now() - min(e.occurred_at)), 0)::float8 AS seconds
               FROM outbox_deliveries d JOIN outbox_events e ON e.id = d.event_id WHERE d.state = 'pending'`,
          ),
        );
        this.set(oldest.seconds);
      },
    });
  }

  /**
   * Serves `/metrics`; port 0 takes any free one. Returns the port.
   * @throws ConfigError when it cannot listen there
   */
  async listen({ metricsHost: host, metricsPort: port }: Config['http']): Promise<number> {
    this.server = createServer((_request, response) => {
      this.registry
        .metrics()
        .then((text) => response.setHeader('Content-Type', this.registry.contentType).end(text))
        .catch(() => response.writeHead(503).end());
    });
    this.server.listen(port, host);
    await once(this.server, 'listening').catch((error: NodeJS.ErrnoException) => {
      throw new ConfigError(
        error.code === 'EADDRINUSE'
          ? `CLEARING_METRICS_PORT ${port} is in use on ${host}. Set another; each process needs one of its own`
          : `CLEARING_METRICS_HOST ${host} with CLEARING_METRICS_PORT ${port} cannot be listened on: ${error.message}`,
      );
    });
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((done) => (this.server ? this.server.close(() => done()) : done()));
  }
}
