import { Link, useLocation } from '@tanstack/react-router';
import { useText } from '../messages/text.js';

/** To the sign-in, and from there back to this page. */
export function SignInLink({ className }: { className?: string }) {
  const t = useText();
  const { href } = useLocation();
  return (
    <Link to="/sign-in" search={{ next: href }} className={className}>
      {t('action.sign-in')}
    </Link>
  );
}
