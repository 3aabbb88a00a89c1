import type { Import } from '../../api/types.js';
import { useText } from '../../messages/text.js';

const COUNTS = ['created', 'updated', 'proposed', 'unchanged', 'alreadyFiled', 'refused'] as const;

/** `2 new, 1 refused`; nothing until rows were counted. */
export function useCounts(): (one: Import) => string {
  const t = useText();
  return (one) =>
    COUNTS.filter((name) => one[name] > 0)
      .map((name) => t(`import-count.${name}`, { count: one[name] }))
      .join(', ');
}
