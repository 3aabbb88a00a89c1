import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addOrganization, describeOrganization } from '../../api/organizations.js';
import { FormError } from '../../api/problem.js';
import { areasQuery, useAreaNames } from '../../api/reference.js';
import type { Organization } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { useTyped } from '../../ui/draft.js';
import { Basis, ChangedNotice, changesOf, useSeen, type Aspect } from '../../ui/seen.js';
import { WithLists } from '../../ui/with-lists.js';
import { useOrganizationActs } from './organization-acts.js';
import { KINDS } from './organization-filters.js';

type StatedKind = Exclude<(typeof KINDS)[number], 'unstated'>;
const STATED_KINDS = KINDS.filter((kind): kind is StatedKind => kind !== 'unstated');

/** An administrator enters an organization that is not in the directory. */
export function AddOrganizationForm() {
  const t = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const isAskedFor = useLocation().hash === 'add';
  const descriptionOf = useDescription();
  async function act(data: FormData) {
    const description = descriptionOf(data);
    const { id } = await addOrganization(description);
    void queries.invalidateQueries({ queryKey: ['organizations', 'list'] });
    await navigate({ to: '/organizations/$organizationId', params: { organizationId: id } });
  }
  return (
    <details className="fold no-print" open={isAskedFor}>
      <summary>{t('organization.add')}</summary>
      <WithLists lists={[areasQuery]}>
        <ActForm
          label={t('organization.add')}
          done={(data) => t('organization.add.done', { name: textOf(data, 'name') })}
          draft="organization new"
          act={act}
        >
          {(pending) => (
            <>
              <p className="hint">{t('organization.add.hint')}</p>
              <DescriptionFields />
              <SubmitButton pending={pending}>{t('organization.add.submit')}</SubmitButton>
            </>
          )}
        </ActForm>
      </WithLists>
    </details>
  );
}

/** An administrator corrects what the directory says, or states the kind of what an import found. */
export function CorrectOrganizationForm({ organization }: { organization: Organization }) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="fold no-print" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('organization.correct')}</summary>
      {isOpen && (
        <WithLists lists={[areasQuery]}>
          <Correction organization={organization} />
        </WithLists>
      )}
    </details>
  );
}

function Correction({ organization }: { organization: Organization }) {
  const t = useText();
  const words = useCodeText();
  const areaName = useAreaNames();
  const queries = useQueryClient();
  const draft = `organization ${organization.id}`;
  const { seen, moved, accept } = useSeen(organization, draft);
  const { isTyped } = useTyped(draft);
  const { onConflict } = useOrganizationActs(organization);
  const descriptionOf = useDescription();
  async function act(data: FormData) {
    const { areaIso2 = null, ...description } = descriptionOf(data);
    accept({ ...seen, ...(await describeOrganization(seen, { ...description, areaIso2 })) });
    // Roles and sessions carry the name, too.
    void queries.invalidateQueries();
  }
  const area = ({ areaIso2 }: Organization) => (areaIso2 === null ? t('value.none') : areaName(areaIso2));
  const aspects: readonly Aspect<Organization>[] = [
    { label: t('organizations.name'), key: ({ name }) => name, show: ({ name }) => name, fields: ['name'] },
    {
      label: t('organizations.kind'),
      key: ({ kind }) => kind,
      show: ({ kind }) => words('organization.kind.', kind),
      fields: ['kind'],
    },
    { label: t('organization.area'), key: ({ areaIso2 }) => areaIso2, show: area, fields: ['areaIso2'] },
  ];
  const changes = changesOf(aspects, seen, organization, isTyped);
  return (
    <>
      {moved && <ChangedNotice changes={changes} onAccept={() => accept(organization)} />}
      <ActForm
        label={t('organization.correct')}
        done={t('organization.correct.done')}
        draft={draft}
        onConflict={onConflict}
        act={act}
      >
        {(pending) => (
          <>
            <Basis of={seen} />
            <DescriptionFields organization={seen} />
            <SubmitButton pending={pending}>{t('organization.correct.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </>
  );
}

function DescriptionFields({ organization }: { organization?: Organization }) {
  const t = useText();
  const words = useCodeText();
  const areas = useQuery(areasQuery).data ?? [];
  const { name, kind, areaIso2 } = organization ?? {};
  return (
    <>
      <TextField
        name="name"
        label={t('organizations.name')}
        maxLength={300}
        dir="auto"
        autoComplete="off"
        defaultValue={name}
      />
      <SelectField name="kind" label={t('organizations.kind')} defaultValue={kind === 'unstated' ? '' : kind}>
        <option value="">{t('offer.choose')}</option>
        {STATED_KINDS.map((one) => (
          <option key={one} value={one}>
            {words('organization.kind.', one)}
          </option>
        ))}
      </SelectField>
      <SelectField
        name="areaIso2"
        label={t('organization.area')}
        hint={t('organization.area.hint')}
        defaultValue={areaIso2 ?? ''}
      >
        <option value="">{t('value.none')}</option>
        {areas.map(
          ({ iso2, name }) =>
            iso2 !== null && (
              <option key={iso2} value={iso2}>
                {name}
              </option>
            ),
        )}
      </SelectField>
    </>
  );
}

/** What was filled in. @throws FormError with all that is missing; a State without its country could request nothing */
function useDescription() {
  const t = useText();
  return (data: FormData) => {
    const [name, area] = [textOf(data, 'name'), textOf(data, 'areaIso2')];
    const kind = STATED_KINDS.find((one) => one === data.get('kind'));
    const isState = kind === 'state' || kind === 'donor-state';
    const wrong = [
      ...(name === '' ? [{ path: 'name', detail: t('invite.name.missing') }] : []),
      ...(kind ? [] : [{ path: 'kind', detail: t('organization.kind-missing') }]),
      ...(isState && area === '' ? [{ path: 'areaIso2', detail: t('organization.area-missing') }] : []),
    ];
    if (!kind || wrong.length > 0) throw new FormError(wrong);
    return { name, kind, ...(area !== '' && { areaIso2: area }) };
  };
}
