import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { accountQuery, prefer } from '../../api/account.js';
import type { Account } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton } from '../../ui/form.js';
import { Section } from '../../ui/page.js';

const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const;
const NOTIFY = ['each', 'daily', 'none'] as const;

export function Preferences({ account }: { account: Account }) {
  const t = useText();
  const [saved, setSaved] = useState(false);
  return (
    <Section id="preferences" title={t('preferences.title')}>
      {saved && <p className="notice notice-good">{t('preferences.saved')}</p>}
      <PreferencesForm
        // A form that was sent is as new, with what holds now.
        key={`${account.language} ${account.notifyByEmail}`}
        account={account}
        onSaved={() => setSaved(true)}
      />
    </Section>
  );
}

function PreferencesForm({ account: { language, notifyByEmail }, onSaved }: { account: Account; onSaved: () => void }) {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  async function act(data: FormData) {
    const chosen = {
      language: LANGUAGES.find((one) => one === data.get('language')),
      notifyByEmail: NOTIFY.find((one) => one === data.get('notifyByEmail')),
    };
    queries.setQueryData(accountQuery.queryKey, await prefer(chosen));
    onSaved();
  }
  return (
    <ActForm act={act} label={t('preferences.title')}>
      {(pending) => (
        <>
          <SelectField
            name="notifyByEmail"
            label={t('preferences.notify')}
            defaultValue={notifyByEmail}
            className="short"
          >
            {NOTIFY.map((way) => (
              <option key={way} value={way}>
                {words('preferences.notify.', way)}
              </option>
            ))}
          </SelectField>
          <SelectField
            name="language"
            label={t('preferences.language')}
            hint={t('preferences.language.hint')}
            defaultValue={language}
            className="short"
          >
            {LANGUAGES.map((one) => (
              <option key={one} value={one}>
                {words('preferences.language.', one)}
              </option>
            ))}
          </SelectField>
          <SubmitButton pending={pending}>{t('preferences.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
