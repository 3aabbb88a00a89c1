import { useSession } from '../api/session.js';
import { startOf } from './starts.js';

/** What was typed but not sent yet, per form and who typed it, for the life of the browser tab. */
const PREFIX = 'draft:';

/** The name of a draft of who is signed in: nobody goes on with what somebody else typed. */
export function useDraftName(form: string | undefined): string | undefined {
  const session = useSession();
  return form === undefined ? undefined : `${session?.membershipId ?? 'nobody'} ${form}`;
}

export function keepDraft(name: string, form: HTMLFormElement): void {
  const typed = [...new FormData(form)]
    .filter(([field, value]) => typeof value === 'string' && !isSecret(form, field))
    .map(([field, value]) => [field, value, value !== startOf(form.elements.namedItem(field))]);
  // A box that was emptied is not among what a form holds.
  const emptied = [...form.querySelectorAll<HTMLInputElement>('input[type=checkbox]:enabled')]
    .filter(({ checked, defaultChecked }) => defaultChecked && !checked)
    .map((box) => [box.name, '', true]);
  sessionStorage.setItem(PREFIX + name, JSON.stringify([...typed, ...emptied]));
}

export function holdsDraft(name: string): boolean {
  return kept(name) !== null;
}

/** True when there was one. */
export function restoreDraft(name: string, form: HTMLFormElement): boolean {
  const typed = kept(name);
  if (typed === null) return false;
  // Of a row that was removed nothing is kept.
  const rows = new Set(typed.flatMap(([field]) => rowOf(field) ?? []));
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) {
    const row = rowOf(box.name);
    if (row !== null && !rows.has(row)) continue;
    box.checked = typed.some(([field, value]) => field === box.name && value === box.value);
  }
  for (const [field, value] of typed) {
    const control = form.elements.namedItem(field);
    if (control instanceof HTMLInputElement && control.type === 'checkbox') continue;
    if (control && 'value' in control) control.value = value;
  }
  return true;
}

/** What a draft holds of each field; empty without one. */
export function draftFields(name: string): ReadonlyMap<string, string> {
  return new Map(kept(name)?.map(([field, value]) => [field, value]));
}

/** Fields in order, what they hold, and whether that is other than what the form began with; null without a draft. */
function kept(name: string): [field: string, value: string, isTyped: boolean][] | null {
  return JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null') as [string, string, boolean][] | null;
}

/** What was typed outside the rows of one draft goes into another one, unless that holds something already. */
export function carryDraft(from: string, to: string): void {
  const typed = kept(from)?.filter(([field, value]) => rowOf(field) === null && field !== 'rows' && value !== '');
  if (!typed?.length || sessionStorage.getItem(PREFIX + to) !== null) return;
  sessionStorage.setItem(PREFIX + to, JSON.stringify(typed));
}

interface Typed {
  /** Whether it was filled in otherwise than the form began: `title`, or anything below `items.2`. */
  readonly isTyped: (field: string) => boolean;
  /** The place of a row in a list of rows by its id; null: in none. */
  readonly placeOf: (list: string, id: string) => number | null;
}

export function typedIn(name: string): Typed {
  const fields = kept(name) ?? [];
  return {
    isTyped: (field) => fields.some(([one, , isTyped]) => isTyped && `${one}.`.startsWith(`${field}.`)),
    placeOf: (list, id) => {
      const row = fields.find(
        ([field, value]) => value === id && field.startsWith(`${list}.`) && field.endsWith('.id'),
      );
      return row ? Number(row[0].split('.')[1]) : null;
    },
  };
}

/** The same of the draft of who is signed in. */
export function useTyped(form: string | undefined): Typed {
  return typedIn(useDraftName(form) ?? '');
}

/** Whether something was typed into a row of it; what the form began with was not. */
export function holdsRows(name: string): boolean {
  return kept(name)?.some(([field, , isTyped]) => rowOf(field) !== null && isTyped) ?? false;
}

/** `items.2` of `items.2.place`; null for a field that stands in no row. */
function rowOf(field: string): string | null {
  return /^\w+\.\d+(?=\.)/.exec(field)?.[0] ?? null;
}

/** Whoever signs out leaves nothing behind on a shared computer. */
export function clearDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
}

export function clearDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

function isSecret(form: HTMLFormElement, field: string): boolean {
  const control = form.elements.namedItem(field);
  return control instanceof HTMLInputElement && control.type === 'password';
}
