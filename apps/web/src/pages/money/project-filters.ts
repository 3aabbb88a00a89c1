import type { ProjectState } from '../../api/types.js';

export const PROJECT_STATES: readonly ProjectState[] = ['active', 'closed', 'cancelled'];

export interface ProjectFilters {
  readonly state?: ProjectState;
}

/** Reads `?state=active`; an unknown state shows all. */
export function readProjectFilters(search: Readonly<Record<string, unknown>>): ProjectFilters {
  const state = PROJECT_STATES.find((one) => one === search.state);
  return state === undefined ? {} : { state };
}
