import type { Command } from './command.js';
import { deliveryRetryCommand } from './commands/delivery-retry.js';
import { doctorCommand } from './commands/doctor.js';
import { exportCommand } from './commands/export.js';
import { importCommand } from './commands/import.js';
import { importSheetCommand } from './commands/import-sheet.js';
import { migrateCommand } from './commands/migrate.js';
import { seedCommand } from './commands/seed.js';
import { userAddCommand } from './commands/user-add.js';

export const commands: readonly Command[] = [
  migrateCommand,
  seedCommand,
  importCommand,
  exportCommand,
  importSheetCommand,
  userAddCommand,
  deliveryRetryCommand,
  doctorCommand,
];
