// Danger: an item is filed under a category that nobody chose; or choosing a usual item overwrites what an official has written,
// or fills what no longer is what they chose.
import { fireEvent, screen } from '@testing-library/react';
import { categoriesQuery, itemKindsQuery, typesQuery, unitsQuery } from '../../api/reference.js';
import { show } from '../../testing/show.js';
import { ItemFields, type ItemStart } from './item-fields.js';

const named = (code: string, name: string) => ({ code, name });
const field = (label: string) =>
  screen.getByLabelText<HTMLSelectElement | HTMLTextAreaElement>(label, { exact: false });
const choose = (code: string) => fireEvent.change(field('Usual item'), { target: { value: code } });
const filled = () => ['Type of assistance', 'Counted in', 'What exactly'].map((label) => field(label).value);

it('chooses no category and no type before somebody does', async () => {
  const form = (start?: ItemStart) => (
    <form>
      <ItemFields key={start?.categoryCode} index={0} item={start} />
    </form>
  );
  const { queries, again } = show(<p />);
  const category = (code: string, neverMatches: boolean) => ({ ...named(code, code), paragraphs: [], neverMatches });
  queries.setQueryData(categoriesQuery.queryKey, [category('MARK', false), category('OTHER', true)]);
  const shown = () =>
    ['Category of assistance', 'Type of assistance'].map(
      (label) => (field(label) as HTMLSelectElement).selectedOptions[0]?.textContent,
    );
  again(form());
  expect(shown()).toEqual(['Choose…', 'Choose…']);
  again(form({ categoryCode: 'OTHER', typeCode: 'equipment' }));
  expect(shown()).toEqual(['Choose…', 'Equipment']);
  again(form({ categoryCode: 'MARK', typeCode: 'equipment' }));
  expect(shown()).toEqual(['MARK', 'Equipment']);
});

it('fills type, unit and name, and leaves words that were written', async () => {
  const form = (
    <form>
      <ItemFields index={0} />
    </form>
  );
  const { queries, again } = show(form);
  queries.setQueryData(typesQuery.queryKey, [named('equipment', 'Equipment'), named('training', 'Training')]);
  queries.setQueryData(unitsQuery.queryKey, [named('machine', 'Machine'), named('training-place', 'Training place')]);
  queries.setQueryData(itemKindsQuery.queryKey, [
    { ...named('marking-machine', 'Marking machine'), unitCode: 'machine', typeCode: 'equipment' },
    { ...named('training-place', 'Training place'), unitCode: 'training-place', typeCode: 'training' },
  ]);
  again(form);
  await screen.findByRole('option', { name: 'Marking machine' });
  choose('marking-machine');
  expect(filled()).toEqual(['equipment', 'unit machine', 'Marking machine']);
  choose('training-place');
  expect(filled()).toEqual(['training', 'unit training-place', 'Training place']);
  fireEvent.change(field('What exactly'), { target: { value: 'Twelve places for armourers' } });
  choose('marking-machine');
  expect(filled()).toEqual(['equipment', 'unit machine', 'Twelve places for armourers']);
});
