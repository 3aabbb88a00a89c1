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

export function restoreDraft(name: string, form: HTMLFormElement): void {
  const kept = sessionStorage.getItem(PREFIX + name);
  if (kept === null) return;
  const typed = JSON.parse(kept) as [string, string][];
  // A box that was emptied is not among what a form holds.
  for (const box of form.querySelectorAll<HTMLInputElement>('input[type=checkbox]')) {
    box.checked = typed.some(([field, value]) => field === box.name && value === box.value);
  }
  for (const [field, value] of typed) {
    const control = form.elements.namedItem(field);
    if (control instanceof HTMLInputElement && control.type === 'checkbox') continue;
    if (control && 'value' in control && value !== '') control.value = value;
  }
}

/** Names of the fields that a draft holds. */
export function draftFields(name: string): string[] {
  const kept = sessionStorage.getItem(PREFIX + name);
  return kept === null ? [] : (JSON.parse(kept) as [string, string][]).map(([field]) => field);
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
