import { useQueryClient } from '@tanstack/react-query';
import { needQuery, publishNeed } from '../../api/needs.js';
import type { Need, Visibility } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton, textOf } from '../../ui/form.js';
import { circlesWithin } from './need-acts.js';

/** A coordinator publishes a submitted need and says who may see it. */
export function PublishNeed({ need }: { need: Need }) {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  return (
    <div className="act no-print">
      <ActForm
        label={t('publish.title')}
        done={(data) => t('publish.done', { circle: words('visibility.', textOf(data, 'visibility')) })}
        onConflict={() => void queries.invalidateQueries({ queryKey: needQuery(need.id).queryKey })}
        act={async (data) => {
          await publishNeed(need, textOf(data, 'visibility') as Visibility);
          await queries.invalidateQueries();
        }}
      >
        {(pending) => (
          <>
            <SelectField
              name="visibility"
              label={t('need.visibility')}
              hint={t('publish.hint')}
              defaultValue={need.visibility}
            >
              {circlesWithin(need.visibility).map((visibility) => (
                <option key={visibility} value={visibility}>
                  {words('visibility.', visibility)}
                </option>
              ))}
            </SelectField>
            <SubmitButton pending={pending}>{t('publish.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </div>
  );
}
