import type { Match } from '../../api/types.js';
import { shortened } from '../../ui/words.js';

const CHARS_MAX = 100;

/** What a match is for, short enough for a heading: imported items carry whole project descriptions. */
export function itemName({ item, need }: Pick<Match, 'item' | 'need'>): string {
  return shortened(item.description || need.title, CHARS_MAX);
}
