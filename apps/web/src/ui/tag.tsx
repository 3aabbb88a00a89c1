import type { ReactNode } from 'react';
import type { NeedSummary } from '../api/types.js';
import { useCodeText, useText } from '../messages/text.js';
import { isLastDayPast } from './last-day.js';

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

/** Where a need stands – while it is published, how far it is covered –, whether something of it came already and whether its last day is past. */
export function NeedTags({
  need,
  omits,
}: {
  need: Pick<NeedSummary, 'state' | 'coverage' | 'isInDelivery' | 'validUntil'>;
  omits?: 'published';
}) {
  const t = useText();
  const isCovered = need.state === 'published' && need.coverage !== 'open';
  return (
    <>
      {isCovered ? (
        <StateTag of="need" state={need.coverage} />
      ) : (
        need.state !== omits && <StateTag of="need" state={need.state} />
      )}{' '}
      {need.isInDelivery && <StateTag of="need" state="in-delivery" />}{' '}
      {isLastDayPast(need) && <Tag>{t('need.last-day-past')}</Tag>}
    </>
  );
}

/** A state in words. */
export function StateTag({ of, state }: { of: Thing; state: string }) {
  const words = useCodeText();
  return <Tag tone={TONES[state]}>{words(`state.${of}.`, state)}</Tag>;
}
