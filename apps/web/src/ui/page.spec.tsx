// Danger: a link to a part of a page ends at its top, or a part that comes back takes the reader away from where they read.
import { show } from '../testing/show.js';
import { awaitArrival, Section } from './page.js';

const section = (id: string) => (
  <Section key={id} id={id} title={id}>
    <p>Words</p>
  </Section>
);

it('brings the part into view that the address names, once for each arrival', () => {
  const broughtIntoView: string[] = [];
  Element.prototype.scrollIntoView = function (this: Element) {
    broughtIntoView.push(this.id);
  };
  location.hash = '#acts';
  const { again } = show(section('what'));
  again(section('acts'));
  again(section('what'));
  again(section('acts'));
  expect(broughtIntoView).toEqual(['acts']);
  awaitArrival();
  again(section('what'));
  again(section('acts'));
  expect(broughtIntoView).toEqual(['acts', 'acts']);
});
