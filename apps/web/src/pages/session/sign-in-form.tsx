import { signIn } from '../../api/session.js';
import { FormError } from '../../api/problem.js';
import type { Session } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';

interface SignInFormProps {
  /** Its person finds the e-mail filled in and acts under the same membership again; somebody else can sign in as well. */
  readonly ended?: Session | null;
  readonly onSignedIn: (session: Session) => void;
}

export function SignInForm({ ended, onSignedIn }: SignInFormProps) {
  const t = useText();
  async function act(data: FormData) {
    const body = { email: textOf(data, 'email'), password: String(data.get('password') ?? '') };
    const missing = [
      ...(body.email === '' ? [{ path: 'email', detail: t('sign-in.email-missing') }] : []),
      ...(body.password === '' ? [{ path: 'password', detail: t('sign-in.password-missing') }] : []),
    ];
    if (missing.length > 0) throw new FormError(missing);
    const again = ended && body.email.toLowerCase() === ended.person.email.toLowerCase();
    onSignedIn(await signIn(again ? { ...body, membershipId: ended.membershipId } : body));
  }
  return (
    <ActForm act={act} label={t('sign-in.title')} done={t('sign-in.done')}>
      {(pending) => (
        <>
          <TextField
            name="email"
            label={t('sign-in.email')}
            type="email"
            autoComplete="username"
            dir="ltr"
            defaultValue={ended?.person.email}
          />
          <TextField
            name="password"
            label={t('sign-in.password')}
            type="password"
            autoComplete="current-password"
            dir="ltr"
          />
          <SubmitButton pending={pending}>{t('action.sign-in')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
