import { useQuery } from '@tanstack/react-query';
import { requestFor } from '../../api/organizations.js';
import { areasQuery } from '../../api/reference.js';
import type { Organization } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ChoicesField, choicesOf } from '../../ui/choices-field.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { WithLists } from '../../ui/with-lists.js';
import { useOrganizationActs } from './organization-acts.js';

/** The secretariat says for whom beside itself the organization may request. */
export function AreasForm({ organization }: { organization: Organization }) {
  const t = useText();
  return (
    <details className="fold no-print">
      <summary>{t('areas.open')}</summary>
      <WithLists lists={[areasQuery]}>
        <Form organization={organization} />
      </WithLists>
    </details>
  );
}

function Form({ organization }: { organization: Organization }) {
  const t = useText();
  const areas = useQuery(areasQuery).data ?? [];
  const { onConflict, onDone } = useOrganizationActs(organization);
  const act = async (data: FormData) => onDone(await requestFor(organization, choicesOf(data, 'areas')));
  return (
    <ActForm label={t('areas.open')} done={t('areas.done')} onConflict={onConflict} act={act}>
      {(pending) => (
        <>
          <ChoicesField
            name="areas"
            label={t('areas.field')}
            hint={t('areas.hint')}
            options={areas.flatMap(({ iso2, name }) =>
              iso2 === null || iso2 === organization.areaIso2 ? [] : [{ code: iso2, name }],
            )}
            chosen={organization.requestsForAreas}
          />
          <SubmitButton pending={pending}>{t('areas.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
