import type { FieldProblem } from '../api/problem.js';

/** A wrong field as the person knows it; without a label when it is no field of this form. */
export interface LabelledProblem extends FieldProblem {
  readonly label: string | null;
  /** Of a list, the line that the field is in: “Item 2”. */
  readonly line?: string;
}

/** Wrong places with the names of their fields, in the order of the fields; what is no field of the form comes last. */
export function inOrder(form: HTMLFormElement | null, problems: readonly FieldProblem[]): LabelledProblem[] {
  const found = problems.map((problem) => ({ problem, control: controlOf(form, problem.path) }));
  found.sort((one, other) => {
    if (!one.control || !other.control) return Number(!one.control) - Number(!other.control);
    return one.control.compareDocumentPosition(other.control) & Node.DOCUMENT_POSITION_PRECEDING ? 1 : -1;
  });
  return found.map(({ problem: { path, detail }, control }) => {
    if (!control) return { path, detail, label: null };
    const line = control.closest<HTMLElement>('[data-line]')?.dataset.line;
    return { path: control.name, detail, label: labelOf(control), line };
  });
}

type Control = HTMLFieldSetElement | HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The field that a wrong place belongs to: `tranches.0.amount.minor` is in the field `tranches.0.amount`. */
function controlOf(form: HTMLFormElement | null, path: string): Control | null {
  const parts = path.split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const control = form?.elements.namedItem(parts.slice(0, length).join('.'));
    if (control instanceof HTMLFieldSetElement) return control;
    if (control instanceof HTMLElement && 'labels' in control) return control as Control;
  }
  return null;
}

function labelOf(control: Control): string | null {
  const label = 'labels' in control ? control.labels?.[0] : control.querySelector('legend');
  return label?.textContent ?? null;
}

/** Moves to a field of the page by its name, wherever its form stands. */
export function focusNamed(name: string): void {
  const [field] = document.getElementsByName(name);
  openFolds(field ?? null);
  field?.focus();
}

export function openFolds(field: Element | null): void {
  for (let fold = field?.closest('details'); fold; fold = fold.parentElement?.closest('details')) fold.open = true;
}

/** A day or a number that was begun and not finished would be sent as nothing. */
export function unfinishedFields(form: HTMLFormElement | null): string[] {
  const begun = [...(form?.querySelectorAll<HTMLInputElement>('input:enabled') ?? [])].filter(
    ({ validity }) => validity.badInput,
  );
  return begun.map(({ name }) => name);
}
