// Danger: who saves a request after a colleague brings back what the colleague changed, or takes away what the colleague added.
import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { Need, NeedItem } from '../../api/types.js';
import { sessionOf, show } from '../../testing/show.js';
import { ActForm, SubmitButton } from '../../ui/form.js';
import { Basis, ChangedNotice, useSeen } from '../../ui/seen.js';
import { useNeedChanges } from './need-changes.js';
import { NeedFields } from './need-fields.js';

const DRAFT = 'need need_1';

const item = (id: string, description: string, requested = '1000') =>
  ({
    ...{ id, description, requested, categoryCode: 'STOCK', typeCode: 'equipment', measure: { unit: 'machine' } },
    ...{ minimum: null, unitCost: null, neededBy: null, place: null, site: null, isEssential: true },
    ...{ prerequisites: null, ownContribution: null },
  }) as unknown as NeedItem;

const need = (version: number, items: NeedItem[], also: Partial<Need> = {}) =>
  ({
    ...{ id: 'need_1', version, items, state: 'draft', title: 'Safes', summary: '', language: 'en', areaIso2: 'HT' },
    ...{ alreadyDone: null, neededFrom: null, neededBy: null, validUntil: null, priority: null, publishedAt: null },
    ...{ actionPlan: null, actionPlanRank: null, paragraphs: [], alsoSubmittedTo: [], alsoSubmittedNote: null },
    ...{ visibility: 'parties-only', siteVisibility: 'coordinators' },
    ...also,
  }) as unknown as Need;

const SAFES = item('item_1', 'Safes');

function Editor({ latest }: { latest: Need }) {
  const { seen, moved, accept } = useSeen(latest, DRAFT);
  const changes = useNeedChanges(seen, latest, DRAFT);
  return (
    <>
      {moved && <ChangedNotice changes={changes} onAccept={() => accept(latest)} />}
      <ActForm label="f" done="" draft={DRAFT} act={() => Promise.resolve()}>
        {(pending) => (
          <>
            <Basis of={seen} />
            <NeedFields need={seen} draft={DRAFT} />
            <SubmitButton pending={pending}>save</SubmitButton>
          </>
        )}
      </ActForm>
    </>
  );
}

const ME = sessionOf('focal-point');
const form = () => screen.getByRole<HTMLFormElement>('form');
const type = (name: string, value: string) =>
  fireEvent.input(form().elements.namedItem(name) as Element, { target: { value } });
/** What is sent of these fields. */
const sent = (...names: string[]) => names.map((name) => new FormData(form()).get(name));
const told = () =>
  within(screen.getByRole('alert'))
    .getAllByRole('row')
    .slice(1)
    .map((row) => [...row.children].map(({ textContent }) => textContent?.trim()));
const accept = () => userEvent.click(screen.getByRole('button', { name: 'I have seen the change' }));

beforeEach(() => sessionStorage.clear());

it('says what differs and takes it over, but for what was typed, which it names', async () => {
  const { again } = show(<Editor latest={need(1, [SAFES])} />, ME);
  type('actionPlan', 'Plan of B');
  type('items.0.place', 'Depot of B');
  again(
    <Editor
      latest={need(2, [item('item_2', 'Containers', '4'), { ...item('item_1', 'Safes', '250'), place: 'Depot of A' }], {
        ...{ priority: 4, actionPlan: 'Plan of A', visibility: 'public', paragraphs: ['PoA A.8'] },
      })}
    />,
  );
  const stays = ' You changed this too. What you wrote stays in the form.';
  expect(told()).toEqual([
    ['Priority', 'not stated', '4'],
    ['National action plan', 'not stated', `Plan of A${stays}`],
    ['Paragraphs', 'not stated', 'Programme of Action, paragraph II.8'],
    ['Who may see it', 'coordinators and the parties to a match', 'everyone'],
    ['Item 1', 'not there', 'Containers 4 × marking machine'],
    ['Item 2, quantity', '1,000 × marking machine', '250 × marking machine'],
    ['Item 2, place', 'not stated', `Depot of A${stays}`],
  ]);
  expect(sent('rows', 'items.0.requested', 'priority')).toEqual(['1', '1000', '']);
  await accept();
  expect(sent('actionPlan', 'priority', 'visibility', 'paragraphs.PoA A.8', 'rows')).toEqual([
    ...['Plan of B', '4', 'public', 'on', '2'],
  ]);
  expect(sent('items.0.id', 'items.0.requested', 'items.0.place')).toEqual(['item_2', '4', '']);
  expect(sent('items.1.id', 'items.1.requested', 'items.1.place')).toEqual(['item_1', '250', 'Depot of B']);
});

it('has no row for an item that a colleague removed, unless somebody wrote into it', async () => {
  const items = [SAFES, item('item_2', 'Racks'), item('item_3', 'Locks')];
  const { again } = show(<Editor latest={need(1, items)} />, ME);
  type('items.1.place', 'Depot of B');
  again(<Editor latest={need(2, [item('item_3', 'Locks')])} />);
  expect(told()).toEqual([
    ['Item 1', 'Safes 1,000 × marking machine', 'removed'],
    ['Item 2', 'Racks 1,000 × marking machine', 'removed You changed this too. What you wrote stays in the form.'],
  ]);
  await accept();
  expect(sent('rows', 'items.0.id', 'items.1.id')).toEqual(['2', 'item_3', '']);
  expect(sent('items.1.description', 'items.1.place')).toEqual(['Racks', 'Depot of B']);
});

it('has no empty row left once a draft that had no items has one', async () => {
  const { again } = show(<Editor latest={need(1, [])} />, ME);
  type('title', 'Safes of B');
  again(<Editor latest={need(2, [SAFES])} />);
  await accept();
  expect(sent('title', 'rows', 'items.0.id', 'items.0.requested')).toEqual(['Safes of B', '1', 'item_1', '1000']);
});

it('says so as well where what was typed came back after a while', async () => {
  const { unmount } = show(<Editor latest={need(1, [SAFES, item('item_2', 'Racks')])} />, ME);
  type('title', 'Safes of B');
  fireEvent.click(screen.getByRole('button', { name: 'Remove item 2', hidden: true }));
  await new Promise((later) => setTimeout(later));
  unmount();
  show(<Editor latest={need(2, [item('item_1', 'Safes', '250'), item('item_2', 'Racks', '3')])} />, ME);
  expect(told().map(([what]) => what)).toEqual(['Item 1, quantity', 'Item 2, quantity']);
  await accept();
  expect(sent('title', 'items.0.requested', 'rows')).toEqual(['Safes of B', '250', '1']);
});
