import 'reflect-metadata';
import { Metrics, runProcess } from '#libs/platform';
import { startApi } from './api.js';

await runProcess('api', async (config, log) => {
  const app = await startApi(config, log);
  await app.listen(config.http.port, config.http.host);
  const metrics = app.get(Metrics);
  const port = await metrics.listen(config.http);
  log.info({ address: await app.getUrl(), metricsPort: port }, 'listening');
  return {
    stop: async () => {
      await metrics.close();
      await app.close();
    },
  };
});
