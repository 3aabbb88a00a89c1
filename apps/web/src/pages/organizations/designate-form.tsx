import { designate } from '../../api/organizations.js';
import type { Organization } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, CheckField, SelectField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { sendWhole } from '../../ui/unreadable.js';
import { useLetter } from './letter-field.js';
import { useOrganizationActs } from './organization-acts.js';

const INSTRUMENTS = ['poa', 'iti'] as const;

/** The secretariat enters whom a letter designates. */
export function DesignateForm({ organization }: { organization: Organization }) {
  const t = useText();
  const words = useCodeText();
  const { onConflict, onDone } = useOrganizationActs(organization);
  const { id, focalPoints } = organization;
  const { letterAmong, letterField } = useLetter();

  async function act(data: FormData) {
    const startsOn = textOf(data, 'startsOn');
    const wrong = startsOn === '' ? [{ path: 'startsOn', detail: t('form.day-missing') }] : [];
    const instrument = INSTRUMENTS.find((one) => one === data.get('instrument')) ?? 'poa';
    const isPrimary = data.get('isPrimary') !== null;
    const letterFileId = await letterAmong(data, wrong);
    const personId = textOf(data, 'personId');
    const contact = { personId, instrument, isPrimary, startsOn, letterFileId };
    await onDone(await sendWhole(wrong, () => designate(id, contact)));
  }

  if (focalPoints.length === 0) return <p className="hint">{t('designate.nobody')}</p>;
  return (
    <details className="fold no-print">
      <summary>{t('designate.open')}</summary>
      <ActForm label={t('designate.open')} done={t('designate.done')} onConflict={onConflict} act={act}>
        {(pending) => (
          <>
            <PersonField people={focalPoints} />
            <SelectField name="instrument" label={t('designate.instrument')}>
              {INSTRUMENTS.map((instrument) => (
                <option key={instrument} value={instrument}>
                  {words('instrument.', instrument)}
                </option>
              ))}
            </SelectField>
            <CheckField name="isPrimary" label={t('designate.primary')} defaultChecked />
            <TextField name="startsOn" type="date" className="short" label={t('designate.from')} />
            {letterField}
            <SubmitButton pending={pending}>{t('designate.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

/** One of the focal points of the organization. */
export function PersonField({ people }: { people: Organization['focalPoints'] }) {
  const t = useText();
  return (
    <SelectField name="personId" label={t('designate.person')} hint={t('designate.person.hint')}>
      {people.map(({ personId, name }) => (
        <option key={personId} value={personId}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
