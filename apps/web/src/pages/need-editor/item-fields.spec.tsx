// Danger: choosing a usual item overwrites what an official has written, or fills what no longer is what they chose.
import { fireEvent, screen } from '@testing-library/react';
import { itemKindsQuery, typesQuery, unitsQuery } from '../../api/reference.js';
import { show } from '../../testing/show.js';
import { ItemFields } from './item-fields.js';

const named = (code: string, name: string) => ({ code, name });
const field = (label: string) =>
  screen.getByLabelText<HTMLSelectElement | HTMLTextAreaElement>(label, { exact: false });
const choose = (code: string) => fireEvent.change(field('Usual item'), { target: { value: code } });
const filled = () => ['Type of assistance', 'Counted in', 'What exactly'].map((label) => field(label).value);

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
