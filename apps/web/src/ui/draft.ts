import { useSession } from '../api/session.js';

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
  sessionStorage.setItem(PREFIX + name, JSON.stringify(typed));
}

/** True when there was one. */
export function restoreDraft(name: string, form: HTMLFormElement): boolean {
  const typed = kept(name);
  if (typed === null) return false;
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

/** Whether something was typed into a row of it; what the form began with was not. */
export function holdsRows(name: string): boolean {
  return kept(name)?.some(([field, , isTyped]) => rowOf(field) !== null && isTyped) ?? false;
}

/** What a field holds before anybody fills it in. */
function startOf(control: Element | RadioNodeList | null): string | null {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value ?? null;
  }
  if (control instanceof HTMLInputElement && control.type === 'checkbox') {
    return control.defaultChecked ? control.value : null;
  }
  return control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? control.defaultValue : null;
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
