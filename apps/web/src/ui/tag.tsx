import type { ReactNode } from 'react';
import type { NeedSummary } from '../api/types.js';
import { useCodeText } from '../messages/text.js';

type Thing =
  | 'need'
  | 'offer'
  | 'match'
  | 'delivery'
  | 'order'
  | 'tranche'
  | 'instruction'
  | 'agreement'
  | 'project'
  | 'report'
  | 'revision'
  | 'import';

type Tone = 'good' | 'bad' | 'active';

const TONES: Readonly<Record<string, Tone>> = {
  submitted: 'active', proposed: 'active', 'under-review': 'active', validated: 'active', published: 'active', reviewed: 'active', requested: 'active', instructed: 'active', 'condition-met': 'active',
  confirmed: 'good', delivering: 'good', 'in-delivery': 'good', completed: 'good', fulfilled: 'good', approved: 'good', accepted: 'good',
  settled: 'good', done: 'good', running: 'active', paid: 'good', received: 'good', delivered: 'active', committed: 'good',
  declined: 'bad', rescinded: 'bad', failed: 'bad', returned: 'bad', rejected: 'bad', 'needs-review': 'bad',
}; // prettier-ignore

/** Short words that stand out; the colour only repeats them. */
export function Tag({ tone, children }: { tone?: Tone; children: ReactNode }) {
  return <span className={tone ? `tag tag-${tone}` : 'tag'}>{children}</span>;
}

/** Where a need stands, and while it is open how far it is covered and whether something of it came already. */
export function NeedTags({
  need,
  omits,
}: {
  need: Pick<NeedSummary, 'state' | 'coverage' | 'isInDelivery'>;
  omits?: 'published';
}) {
  return (
    <>
      {need.state !== omits && <StateTag of="need" state={need.state} />}{' '}
      {need.state === 'published' && need.coverage !== 'open' && <StateTag of="need" state={need.coverage} />}{' '}
      {need.isInDelivery && <StateTag of="need" state="in-delivery" />}
    </>
  );
}

/** A state in words. */
export function StateTag({ of, state }: { of: Thing; state: string }) {
  const words = useCodeText();
  return <Tag tone={TONES[state]}>{words(`state.${of}.`, state)}</Tag>;
}
