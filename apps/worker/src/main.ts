import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Metrics, NestLog, runProcess } from '#libs/platform';
import { WorkerModule } from './worker.module.js';

await runProcess('worker', async (config, log) => {
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config, log), {
    logger: new NestLog(log),
    abortOnError: false,
  });
  const metrics = app.get(Metrics);
  const port = await metrics.listen(config.http);
  log.info({ port }, 'metrics');
  return {
    stop: async () => {
      await metrics.close();
      await app.close();
    },
  };
});
