import { useQuery } from '@tanstack/react-query';
import { categoriesQuery } from '../../api/reference.js';
import type { NeedItem } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { Loaded } from '../../ui/trouble.js';
import { useParagraphWords } from './paragraphs.js';

/** Which paragraphs of the Programme of Action and of the tracing instrument the categories come from. */
export function CategoryParagraphs({ items }: { items: readonly NeedItem[] }) {
  const t = useText();
  const words = useParagraphWords();
  const categories = useQuery(categoriesQuery);
  const codes = new Set(items.map(({ categoryCode }) => categoryCode));
  return (
    <Loaded query={categories} loading={t('need.loading')}>
      {(all) => (
        <dl className="paragraphs">
          {all
            .filter(({ code }) => codes.has(code))
            .map(({ code, name, paragraphs }) => (
              <div key={code}>
                <dt>{name}</dt>
                <dd>
                  {paragraphs.length === 0 ? (
                    t('paragraph.none')
                  ) : (
                    <ul>
                      {paragraphs.map((reference) => (
                        <li key={reference}>
                          <bdi>{words(reference)}</bdi>
                        </li>
                      ))}
                    </ul>
                  )}
                </dd>
              </div>
            ))}
        </dl>
      )}
    </Loaded>
  );
}
