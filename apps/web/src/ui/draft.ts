import { useSession } from '../api/session.js';

/** What was typed but not sent yet, per form and who typed it, for the life of the browser tab. */
const PREFIX = 'draft:';

/** The name of a draft of who is signed in: nobody goes on with what somebody else typed. */
export function useDraftName(form: string | undefined): string | undefined {
  const session = useSession();
  return form === undefined ? undefined : `${session?.membershipId ?? 'nobody'} ${form}`;
}

export function keepDraft(name: string, form: HTMLFormElement): void {
  const typed = [...new FormData(form)].filter(([field, value]) => typeof value === 'string' && !isSecret(form, field));
  sessionStorage.setItem(PREFIX + name, JSON.stringify(typed));
}

/** True when there was one. */
export function restoreDraft(name: string, form: HTMLFormElement): boolean {
  const kept = sessionStorage.getItem(PREFIX + name);
  if (kept === null) return false;
  const typed = JSON.parse(kept) as [string, string][];
  // A box that was emptied is not among what a form holds; nor is a row of which nothing is kept.
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
  const kept = sessionStorage.getItem(PREFIX + name);
  return new Map(kept === null ? [] : (JSON.parse(kept) as [string, string][]));
}

/** What was typed outside the rows of one draft goes into another one, unless that holds something already. */
export function carryDraft(from: string, to: string): void {
  const typed = [...draftFields(from)].filter(
    ([field, value]) => rowOf(field) === null && field !== 'rows' && value !== '',
  );
  if (typed.length === 0 || sessionStorage.getItem(PREFIX + to) !== null) return;
  sessionStorage.setItem(PREFIX + to, JSON.stringify(typed));
}

/** Whether something was typed into a row of it. */
export function holdsRows(name: string): boolean {
  return [...draftFields(name)].some(([field, value]) => rowOf(field) !== null && value !== '');
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
