/** Needs that fit side by side. */
export const COMPARED_MIN = 2;
export const COMPARED_MAX = 4;

export interface Compared {
  readonly ids?: readonly string[];
}

/** Reads `?ids=need_…&ids=need_…`: each once, no more than {@link COMPARED_MAX}. */
export function readCompared(search: Readonly<Record<string, unknown>>): Compared {
  const given = (Array.isArray(search.ids) ? search.ids : [search.ids]).map(String);
  const ids = [...new Set(given.filter((id) => /^need_[0-9a-z]{26}$/.test(id)))].slice(0, COMPARED_MAX);
  return ids.length === 0 ? {} : { ids };
}
