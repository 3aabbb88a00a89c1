/** Needs, or offers, that fit side by side. */
export const COMPARED_MIN = 2;
export const COMPARED_MAX = 4;

/** Reads `ids=need_…&ids=need_…`, or with commas between them: each once, no more than {@link COMPARED_MAX}. */
export function readCompared(value: unknown, prefix: 'need' | 'offer' = 'need'): readonly string[] | undefined {
  const shape = new RegExp(`^${prefix}_[0-9a-z]{26}$`);
  const given = [value].flat().flatMap((ids) => String(ids).split(','));
  const ids = [...new Set(given.filter((id) => shape.test(id)))].slice(0, COMPARED_MAX);
  return ids.length === 0 ? undefined : ids;
}

/** The chosen ones with one more, or without it. */
export function toggled(
  chosen: readonly string[],
  id: string,
  prefix: 'need' | 'offer' = 'need',
): readonly string[] | undefined {
  return readCompared(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id], prefix);
}
