import { Link } from '@tanstack/react-router';
import { useText } from '../messages/text.js';

export interface StateTabsProps<S extends string> {
  readonly to: '/matches' | '/orders' | '/projects';
  readonly label: string;
  readonly states: readonly S[];
  readonly name: (state: S) => string;
}

/** A list by state: plain links, so that each has an address and "back" works. */
export function StateTabs<S extends string>({ to, label, states, name }: StateTabsProps<S>) {
  const t = useText();
  return (
    <nav aria-label={label} className="no-print">
      <ul className="tabs">
        {[undefined, ...states].map((state) => (
          <li key={state ?? ''}>
            <Link to={to} search={(state === undefined ? {} : { state }) as never} activeOptions={{ exact: true }}>
              {state === undefined ? t('state.all') : name(state)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
