/** Needs that fit side by side. */
export const COMPARED_MIN = 2;
export const COMPARED_MAX = 4;

export interface Compared {
  readonly ids?: readonly string[] | undefined;
}

/** Reads `?ids=need_…&ids=need_…`, or with commas between them: each once, no more than {@link COMPARED_MAX}. */
export function readCompared(search: Readonly<Record<string, unknown>>): Compared {
  const given = [search.ids].flat().flatMap((ids) => String(ids).split(','));
  const ids = [...new Set(given.filter((id) => /^need_[0-9a-z]{26}$/.test(id)))].slice(0, COMPARED_MAX);
  // What is left out here would come through as the address has it.
  return { ids: ids.length === 0 ? undefined : ids };
}
