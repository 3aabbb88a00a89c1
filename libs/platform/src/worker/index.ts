export { Consumes } from './consumer.js';
export type { Consumer, Delivery, LeasedConsumer } from './consumer.js';
export { DeliveryRunner } from './delivery-runner.js';
export type { DeliveryRow } from './delivery-runner.js';
export { QueueWorkers } from './queue-workers.js';
export { OnSchedule } from './schedules.js';
export type { Scheduled } from './schedules.js';
export { WorkerPlatformModule } from './worker-platform.module.js';
