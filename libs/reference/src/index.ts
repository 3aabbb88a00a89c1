export { referenceEntities } from './reference.entities.js';
export { ReferenceLoader } from './reference.loader.js';
export { referenceMigrations } from './migrations/index.js';
