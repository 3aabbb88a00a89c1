import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { assignCategory, needQuery } from '../../api/needs.js';
import { categoriesQuery, useCategoryNames, useNeverMatches } from '../../api/reference.js';
import type { Need, NeedItem } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, LongTextField, SelectField, SubmitButton, textOf } from '../../ui/form.js';
import { Trouble } from '../../ui/trouble.js';
import { UndoNotice } from '../../ui/undo-notice.js';
import { shortened } from '../../ui/words.js';

const ITEM_CHARS = 60;

/** A coordinator sorts an item into a category; imported items wait for it. */
export function AssignCategory({ need, item }: { need: Need; item: NeedItem }) {
  const t = useText();
  const name = useCategoryNames();
  const queries = useQueryClient();
  const categories = useQuery(categoriesQuery).data ?? [];
  const unsorted = useNeverMatches()(item.categoryCode);
  const [done, setDone] = useState<{ from: string; to: string } | null>(null);
  const [choice, setChoice] = useState<string | null>(null);
  const isPublished = need.state === 'published';
  const reread = () => void queries.invalidateQueries({ queryKey: needQuery(need.id).queryKey });

  async function assign(categoryCode: string, reason: string) {
    const changed = await assignCategory(need, item.id, { categoryCode, reason });
    queries.setQueryData(needQuery(need.id).queryKey, changed);
    await queries.invalidateQueries();
  }
  const undo = useMutation({
    mutationFn: (code: string) => assign(code, t('category.undone')),
    onSettled: () => setDone(null),
    onError: reread,
  });

  return (
    <>
      {undo.error && <Trouble error={undo.error} />}
      {done?.to === item.categoryCode && (
        <UndoNotice onUndo={() => undo.mutate(done.from)} onOver={() => setDone(null)}>
          {t('category.assigned', { category: name(done.to) })}
        </UndoNotice>
      )}
      <details className="fold no-print">
        <summary>{unsorted ? t('category.assign') : t('category.change')}</summary>
        <ActForm
          label={t('form.of', { act: t('category.assign'), what: shortened(item.description, ITEM_CHARS) })}
          done=""
          onConflict={reread}
          act={async (data) => {
            const to = textOf(data, 'categoryCode');
            await assign(to, textOf(data, 'reason'));
            undo.reset();
            setDone({ from: item.categoryCode, to });
            setChoice(null);
          }}
        >
          {(pending) => (
            <>
              <SelectField
                name="categoryCode"
                label={t('category.label')}
                hint={unsorted ? t('category.hint') : undefined}
                value={choice ?? item.categoryCode}
                onChange={(event) => setChoice(event.target.value)}
              >
                {categories.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <LongTextField
                name="reason"
                label={t('category.reason')}
                hint={t(isPublished ? 'category.reason.hint' : 'category.reason.hint-unpublished')}
                defaultValue={unsorted ? t('category.reason.unsorted') : ''}
                maxLength={1000}
              />
              <SubmitButton pending={pending}>{t('category.submit')}</SubmitButton>
            </>
          )}
        </ActForm>
      </details>
    </>
  );
}
