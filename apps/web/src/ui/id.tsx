import { useText } from '../messages/text.js';

/** An id as it stands in the books: small, whole, and never torn apart by the direction of the text around it. */
export function Id({ value, label }: { value: string; label?: string }) {
  const t = useText();
  return (
    <p className="under">
      {label ?? t('value.id')} <bdi className="id">{value}</bdi>
    </p>
  );
}
