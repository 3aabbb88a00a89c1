import { useCodeText } from '../messages/text.js';

type Thing = 'need' | 'offer' | 'match' | 'order' | 'tranche' | 'instruction' | 'agreement' | 'project';

const TONES: Readonly<Record<string, 'good' | 'bad' | 'active'>> = {
  published: 'active', reviewed: 'active', requested: 'active', instructed: 'active', 'condition-met': 'active',
  confirmed: 'good', delivering: 'good', completed: 'good', fulfilled: 'good', approved: 'good', accepted: 'good',
  settled: 'good', paid: 'good', received: 'good', committed: 'good',
  declined: 'bad', rescinded: 'bad', failed: 'bad', returned: 'bad', rejected: 'bad', 'needs-review': 'bad',
}; // prettier-ignore

/** A state in words; the colour only repeats them. */
export function StateTag({ of, state }: { of: Thing; state: string }) {
  const words = useCodeText();
  const tone = TONES[state];
  return <span className={tone ? `tag tag-${tone}` : 'tag'}>{words(`state.${of}.`, state)}</span>;
}
