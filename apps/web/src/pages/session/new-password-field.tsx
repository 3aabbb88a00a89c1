import { FormError } from '../../api/problem.js';
import { useText } from '../../messages/text.js';
import { TextField } from '../../ui/form.js';

const CHARS_MIN = 12;

/** Chosen, not repeated: who mistypes it gets another link. */
export function NewPasswordField() {
  const t = useText();
  return (
    <TextField
      name="password"
      label={t('password.new')}
      hint={t('password.hint', { min: CHARS_MIN })}
      type="password"
      autoComplete="new-password"
      minLength={CHARS_MIN}
      maxLength={200}
      dir="ltr"
    />
  );
}

/** The password as typed, blanks and all. */
export function useNewPassword(): (data: FormData) => string {
  const t = useText();
  return (data) => {
    const password = String(data.get('password') ?? '');
    if (password.length >= CHARS_MIN) return password;
    throw new FormError([{ path: 'password', detail: t('password.short', { min: CHARS_MIN }) }]);
  };
}
