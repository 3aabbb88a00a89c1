// Danger: a designation is refused once for its day and once more for its letter.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FILE_BYTES_MAX } from '../../api/upload.js';
import { show } from '../../testing/show.js';
import { useLetter } from './letter-field.js';

const WRONG = [{ path: 'startsOn', detail: 'Choose a day.' }];

function Letter({ data }: { data: FormData }) {
  const { letterAmong } = useLetter();
  return <button onClick={() => void letterAmong(data, WRONG)}>send</button>;
}

it('adds a letter that is too large to what else is wrong', async () => {
  const data = new FormData();
  data.set('letterFileId', new File([new Uint8Array(FILE_BYTES_MAX + 1)], 'letter.pdf'));
  show(<Letter data={data} />);
  await userEvent.click(screen.getByRole('button'));
  expect(WRONG.map(({ path }) => path)).toEqual(['startsOn', 'letterFileId']);
});
