import { useQueryClient } from '@tanstack/react-query';
import { accountQuery, prefer } from '../../api/account.js';
import type { Account } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, SelectField, SubmitButton } from '../../ui/form.js';
import { Section } from '../../ui/page.js';

const LANGUAGES = ['ar', 'en', 'es', 'fr', 'ru', 'zh'] as const;
const GROUPS = ['mailWork', 'mailFollowed', 'mailSearches'] as const;
const WAYS = ['each', 'daily', 'none'] as const;

export function Preferences({ account }: { account: Account }) {
  const t = useText();
  return (
    <Section id="preferences" title={t('preferences.title')}>
      <PreferencesForm
        // A form that was sent is as new, with what holds now.
        key={[account.language, ...GROUPS.map((group) => account[group])].join(' ')}
        account={account}
      />
    </Section>
  );
}

function PreferencesForm({ account }: { account: Account }) {
  const t = useText();
  const words = useCodeText();
  const queries = useQueryClient();
  async function act(data: FormData) {
    const wayOf = (group: (typeof GROUPS)[number]) => WAYS.find((one) => one === data.get(group));
    const chosen = {
      language: LANGUAGES.find((one) => one === data.get('language')),
      mailWork: wayOf('mailWork'),
      mailFollowed: wayOf('mailFollowed'),
      mailSearches: wayOf('mailSearches'),
    };
    queries.setQueryData(accountQuery.queryKey, await prefer(chosen));
  }
  return (
    <ActForm act={act} label={t('preferences.title')} done={t('preferences.saved')}>
      {(pending) => (
        <>
          {GROUPS.map((group) => (
            <SelectField
              key={group}
              name={group}
              label={t(`preferences.${group}`)}
              defaultValue={account[group]}
              className="short"
            >
              {WAYS.map((way) => (
                <option key={way} value={way}>
                  {words('preferences.mail.', way)}
                </option>
              ))}
            </SelectField>
          ))}
          <SelectField
            name="language"
            label={t('preferences.language')}
            hint={t('preferences.language.hint')}
            defaultValue={account.language}
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
