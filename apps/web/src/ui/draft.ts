/** What was typed but not sent yet, per form, for the life of the browser tab. */
const PREFIX = 'draft:';

export function keepDraft(name: string, form: HTMLFormElement): void {
  const typed = [...new FormData(form)].filter(([field, value]) => typeof value === 'string' && !isSecret(form, field));
  sessionStorage.setItem(PREFIX + name, JSON.stringify(typed));
}

export function restoreDraft(name: string, form: HTMLFormElement): void {
  const kept = sessionStorage.getItem(PREFIX + name);
  if (kept === null) return;
  for (const [field, value] of JSON.parse(kept) as [string, string][]) {
    const control = form.elements.namedItem(field);
    if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = control.value === value;
    else if (control && 'value' in control && value !== '') control.value = value;
  }
}

export function clearDraft(name: string): void {
  sessionStorage.removeItem(PREFIX + name);
}

function isSecret(form: HTMLFormElement, field: string): boolean {
  const control = form.elements.namedItem(field);
  return control instanceof HTMLInputElement && control.type === 'password';
}
