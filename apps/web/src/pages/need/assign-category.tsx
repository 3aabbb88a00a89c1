import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { assignCategory, needQuery } from '../../api/needs.js';
import { categoriesQuery, useCategoryNames } from '../../api/reference.js';
import type { Need, NeedItem } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton, textOf } from '../../ui/form.js';
import { UndoNotice } from '../../ui/undo-notice.js';

/** A coordinator sorts an item into a category; imported items wait for it. */
export function AssignCategory({ need, item }: { need: Need; item: NeedItem }) {
  const t = useText();
  const name = useCategoryNames();
  const queries = useQueryClient();
  const categories = useQuery(categoriesQuery).data ?? [];
  const unsorted = categories.find(({ code }) => code === item.categoryCode)?.neverMatches ?? false;
  const [before, setBefore] = useState<string | null>(null);

  async function assign(code: string) {
    const changed = await assignCategory(need, item.id, code);
    queries.setQueryData(needQuery(need.id).queryKey, changed);
    await queries.invalidateQueries();
  }
  const undo = useMutation({
    mutationFn: assign,
    onSettled: () => setBefore(null),
  });

  return (
    <>
      {before !== null && (
        <UndoNotice onUndo={() => undo.mutate(before)} onOver={() => setBefore(null)}>
          {t('category.assigned', { category: name(item.categoryCode) })}
        </UndoNotice>
      )}
      <details className="fold no-print" key={item.categoryCode}>
        <summary>{unsorted ? t('category.assign') : t('category.change')}</summary>
        <ActForm
          label={t('category.assign')}
          onConflict={() => void queries.invalidateQueries({ queryKey: needQuery(need.id).queryKey })}
          act={async (data) => {
            await assign(textOf(data, 'categoryCode'));
            setBefore(item.categoryCode);
          }}
        >
          {(pending) => (
            <>
              <SelectField
                name="categoryCode"
                label={t('category.label')}
                hint={unsorted ? t('category.hint') : undefined}
                defaultValue={item.categoryCode}
                key={categories.length}
              >
                {categories.map(({ code, name }) => (
                  <option key={code} value={code}>
                    {name}
                  </option>
                ))}
              </SelectField>
              <SubmitButton pending={pending}>{t('category.submit')}</SubmitButton>
            </>
          )}
        </ActForm>
      </details>
    </>
  );
}
