/** Needs that fit side by side. */
export const COMPARED_MIN = 2;
export const COMPARED_MAX = 4;

/** Reads `ids=need_…&ids=need_…`, or with commas between them: each once, no more than {@link COMPARED_MAX}. */
export function readCompared(value: unknown): readonly string[] | undefined {
  const given = [value].flat().flatMap((ids) => String(ids).split(','));
  const ids = [...new Set(given.filter((id) => /^need_[0-9a-z]{26}$/.test(id)))].slice(0, COMPARED_MAX);
  return ids.length === 0 ? undefined : ids;
}

/** The chosen needs with one more, or without it. */
export function toggled(chosen: readonly string[], id: string): readonly string[] | undefined {
  return readCompared(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
}
