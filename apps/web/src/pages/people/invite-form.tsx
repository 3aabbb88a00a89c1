import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { invite } from '../../api/people.js';
import { FormError } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import { useText } from '../../messages/text.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { sendWhole, UNREADABLE } from '../../ui/unreadable.js';
import { OrganizationField, useOrganizationId } from './organization-field.js';
import { RoleField, roleOf } from './role-field.js';

/** Asks somebody in by e-mail, with or without an account; into the organization that is named, unless another one is chosen. */
export function InviteForm({ organization }: { organization?: string }) {
  const t = useText();
  const queries = useQueryClient();
  const own = useSession()?.person.email;
  const organizationIdOf = useOrganizationId();
  const [sentTo, setSentTo] = useState<string | null>(null);
  async function act(data: FormData) {
    const [name, email] = [textOf(data, 'name'), textOf(data, 'email')];
    const wrong = [
      ...(name === '' ? [{ path: 'name', detail: t('invite.name.missing') }] : []),
      ...(email === '' ? [{ path: 'email', detail: t('invite.email.missing') }] : []),
      ...(email !== '' && email.toLowerCase() === own ? [{ path: 'email', detail: t('invite.email.own') }] : []),
    ];
    const organizationId = await organizationIdOf(data).catch((error: unknown) => {
      if (!(error instanceof FormError)) throw error;
      wrong.push(...error.fields);
      return UNREADABLE;
    });
    await sendWhole(wrong, () => invite({ name, email, organizationId, role: roleOf(data) }));
    setSentTo(email);
    await queries.invalidateQueries({ queryKey: ['people'] });
  }
  return (
    <>
      {sentTo !== null && (
        <p className="notice notice-good" role="status">
          {t('invite.sent', { email: sentTo })}
        </p>
      )}
      <details className="fold no-print">
        <summary>{t('invite.open')}</summary>
        <ActForm act={act} label={t('invite.open')} done="" draft="invite">
          {(pending) => (
            <>
              <TextField name="name" label={t('people.name')} maxLength={200} dir="auto" autoComplete="off" />
              <TextField
                name="email"
                label={t('sign-in.email')}
                hint={t('invite.email.hint')}
                type="email"
                dir="ltr"
                autoComplete="off"
              />
              <OrganizationField initial={organization} />
              <RoleField />
              <SubmitButton pending={pending}>{t('invite.submit')}</SubmitButton>
            </>
          )}
        </ActForm>
      </details>
    </>
  );
}
