import { useLayoutEffect, useRef } from 'react';
import type { ComponentProps, RefObject } from 'react';

/** What a field holds before anybody fills it in; null: nothing that is sent. */
export function startOf(control: Element | RadioNodeList | null): string | null {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value ?? null;
  }
  if (control instanceof HTMLInputElement && control.type === 'checkbox') {
    return control.defaultChecked ? control.value : null;
  }
  return control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement ? control.defaultValue : null;
}

/**
 * Lets each field that nobody touched follow what it starts with, once the page shows a later version; what was filled in stays.
 * React leaves the fields of a form that stands as they are.
 * @param onLater called when any field starts otherwise than before
 */
export function useFollowedStarts(
  ref: RefObject<HTMLFormElement | null>,
  onLater: (form: HTMLFormElement) => void,
): void {
  const before = useRef(new WeakMap<Element, string | null>());
  useLayoutEffect(() => {
    if (ref.current && followStarts(ref.current, before.current)) onLater(ref.current);
  });
}

function followStarts(form: HTMLFormElement, before: WeakMap<Element, string | null>): boolean {
  let isLater = false;
  for (const control of form.elements) {
    const start = startOf(control);
    const was = before.get(control);
    before.set(control, start);
    if (was === undefined || was === start) continue;
    isLater = true;
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      if ((control.checked ? control.value : null) === was) control.checked = start !== null;
    } else if ('value' in control && control.value === was) {
      control.value = start;
    }
  }
  return isLater;
}

/** Marks the option that a select starts with; React does so only once. What is chosen stays. */
export function useDefaultOption(start: ComponentProps<'select'>['defaultValue']): RefObject<HTMLSelectElement | null> {
  const select = useRef<HTMLSelectElement>(null);
  const shown = useRef(start);
  useLayoutEffect(() => {
    if (!select.current || shown.current === start) return;
    shown.current = start;
    const { value } = select.current;
    for (const option of select.current.options) option.defaultSelected = option.value === String(start);
    select.current.value = value;
  }, [start]);
  return select;
}

/** Whether somebody wrote into a field; a choice can be made again, a text would be lost. */
export function isTyped(form: HTMLFormElement): boolean {
  return [...form.elements].some(
    (control) =>
      (control instanceof HTMLTextAreaElement ||
        (control instanceof HTMLInputElement && !['checkbox', 'radio'].includes(control.type))) &&
      control.value !== control.defaultValue,
  );
}
