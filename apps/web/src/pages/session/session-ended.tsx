import { useEffect, useRef } from 'react';
import { sessionNews, useSession } from '../../api/session.js';
import { useText } from '../../messages/text.js';
import { useSharedValue } from '../../shared-value.js';
import { useNewSession } from './new-session.js';
import { SignInForm } from './sign-in-form.js';

/** The session ended: signs in again on top of the page, which stays with everything typed into it. */
export function SessionEndedDialog() {
  const t = useText();
  const ended = useSharedValue(sessionNews) === 'ended';
  const session = useSession();
  const begin = useNewSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!ended) return dialog.current?.close();
    dialog.current?.showModal();
    // The address is known; the password is what is missing.
    dialog.current?.querySelector<HTMLInputElement>('input[type=password]')?.focus();
  }, [ended]);
  const close = () => {
    if (sessionNews.get() === 'ended') sessionNews.set(null);
  };
  return (
    <dialog ref={dialog} aria-labelledby="session-ended" className="dialog" onClose={close}>
      {ended && (
        <>
          <h2 id="session-ended">{t('session-ended.title')}</h2>
          <p>{t('session-ended.detail')}</p>
          <SignInForm ended={session} onSignedIn={(fresh) => void begin(fresh)} />
          <p>
            <button type="button" className="button-link" onClick={() => void begin(null)}>
              {t('session-ended.leave')}
            </button>
          </p>
        </>
      )}
    </dialog>
  );
}
