import { Imports1764001400000 } from './1764001400000-imports.js';

export const sheetsMigrations = [Imports1764001400000];
