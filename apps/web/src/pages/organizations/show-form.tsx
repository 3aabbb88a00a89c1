import { showContact } from '../../api/organizations.js';
import { useText } from '../../messages/text.js';
import { ActForm, CheckField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { useActOf, useOrganizationActs, type ContactActProps } from './organization-acts.js';

/** What of a point of contact the public is shown. */
export function ShowForm({ organization, contact }: ContactActProps) {
  const t = useText();
  const of = useActOf(contact);
  const { onConflict, onDone } = useOrganizationActs(organization);
  const isTicked = (data: FormData, name: string) => data.get(name) !== null;
  const act = async (data: FormData) =>
    onDone(
      await showContact(contact, {
        phone: textOf(data, 'phone') || null,
        showsName: isTicked(data, 'showsName'),
        showsEmail: isTicked(data, 'showsEmail'),
        showsPhone: isTicked(data, 'showsPhone'),
      }),
    );
  return (
    <details className="fold">
      <summary>{t('show.open')}</summary>
      <ActForm label={of(t('show.open'))} done={t('show.done')} onConflict={onConflict} act={act}>
        {(pending) => (
          <>
            <TextField
              name="phone"
              type="tel"
              className="short"
              dir="ltr"
              maxLength={60}
              label={t('show.phone')}
              hint={t('show.phone-hint')}
              defaultValue={contact.phone ?? undefined}
            />
            <CheckField name="showsName" label={t('show.name')} defaultChecked={contact.showsName} />
            <CheckField name="showsEmail" label={t('show.email')} defaultChecked={contact.showsEmail} />
            <CheckField name="showsPhone" label={t('show.phone-too')} defaultChecked={contact.showsPhone} />
            <SubmitButton pending={pending}>{t('show.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
