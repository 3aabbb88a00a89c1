// Danger: a draft that comes back puts what was typed for one row into another, or brings back what was taken away.
import { carryDraft, draftFields, holdsRows, keepDraft, restoreDraft } from './draft.js';

beforeEach(() => sessionStorage.clear());

function formOf(html: string): HTMLFormElement {
  document.body.innerHTML = `<form>${html}</form>`;
  return document.querySelector('form')!;
}

it('brings back what was emptied as empty', () => {
  const form = formOf('<input name="a" value="Survey of 2019" />');
  form.querySelector('input')!.value = '';
  keepDraft('d', form);
  const again = formOf('<input name="a" value="Survey of 2019" />');
  restoreDraft('d', again);
  expect(again.querySelector('input')!.value).toBe('');
});

it('gives a row that moved up all that was its own', () => {
  const row = (index: number, id: string, place: string) =>
    `<input type="hidden" name="items.${index}.id" value="${id}" /><input name="items.${index}.place" value="${place}" />`;
  keepDraft('d', formOf(row(0, 'item_a', 'Depot') + row(1, 'item_c', '')));
  // The page begins with what stands there: three rows, of which the draft removed the second.
  const again = formOf(row(0, 'item_a', 'Depot') + row(1, 'item_b', 'Place of B'));
  restoreDraft('d', again);
  expect([...new FormData(again)].slice(2)).toEqual([
    ['items.1.id', 'item_c'],
    ['items.1.place', ''],
  ]);
});

it('holds rows once something in them is other than what the form began with', () => {
  const form = formOf(
    '<input name="title" /><textarea name="items.0.description">Marking machine</textarea>' +
      '<select name="items.0.typeCode"><option value="equipment" /><option value="training" /></select>' +
      '<select name="items.0.currency"><option value="EUR" /><option value="USD" selected /></select>' +
      '<input type="checkbox" name="items.0.isEssential" checked />',
  );
  const holds = () => {
    keepDraft('d', form);
    return holdsRows('d');
  };
  form.querySelector('input')!.value = 'Racks';
  expect(holds()).toBe(false);
  const type = form.querySelector('select')!;
  type.value = 'training';
  expect(holds()).toBe(true);
  type.value = 'equipment';
  form.querySelector('textarea')!.value = 'Two marking machines';
  expect(holds()).toBe(true);
});

it('carries what stands in no row into the form of a template, which keeps its rows', () => {
  keepDraft('from', formOf('<input name="title" value="Racks" /><input name="items.0.place" value="Depot" />'));
  carryDraft('from', 'to');
  expect([...draftFields('to')]).toEqual([['title', 'Racks']]);
  const form = formOf('<input name="title" /><input type="checkbox" name="items.0.essential" checked />');
  restoreDraft('to', form);
  expect(form.querySelectorAll('input')[0]!.value).toBe('Racks');
  expect(form.querySelectorAll('input')[1]!.checked).toBe(true);
  keepDraft('to', formOf('<input name="title" value="Mine" />'));
  carryDraft('from', 'to');
  expect(draftFields('to').get('title')).toBe('Mine');
});
