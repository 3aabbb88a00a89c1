// Danger: words that stand beside each other are read as one.
import { show } from '../testing/show.js';
import { NeedTags } from './tag.js';

it('keeps what it says of a need apart', () => {
  const need = { state: 'published', coverage: 'partly', isInDelivery: true, validUntil: '2020-01-01' } as const;
  const { container } = show(<NeedTags need={need} />);
  expect(container.textContent).toBe('covered in part in delivery last day past');
});

it('says that a last day is past only of what is still open, and not on that day', () => {
  const open = { state: 'published', coverage: 'open', isInDelivery: false } as const;
  const today = new Date().toISOString().slice(0, 10);
  for (const need of [
    { ...open, validUntil: today },
    { ...open, validUntil: null },
    { ...open, state: 'expired', validUntil: '2020-01-01' } as const,
  ]) {
    expect(show(<NeedTags need={need} />).container.textContent).not.toContain('last day');
  }
});
