// Danger: words that stand beside each other are read as one.
import { show } from '../testing/show.js';
import { NeedTags } from './tag.js';

it('keeps what it says of a need apart', () => {
  const { container } = show(<NeedTags need={{ state: 'published', coverage: 'partly', isInDelivery: true }} />);
  expect(container.textContent).toBe('open covered in part in delivery');
});
