import { NeedsTables1764000400000 } from './1764000400000-needs-tables.js';
import { PriorityMayBeUnstated1764000400001 } from './1764000400001-priority-may-be-unstated.js';
import { NeedsFoundByReference1764000400004 } from './1764000400004-needs-found-by-reference.js';

export const needsMigrations = [
  NeedsTables1764000400000,
  PriorityMayBeUnstated1764000400001,
  NeedsFoundByReference1764000400004,
];
