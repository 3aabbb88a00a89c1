import { useField } from './form.js';

interface ChoicesFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly options: readonly { readonly code: string; readonly name: string }[];
  readonly chosen: readonly string[];
}

/** Any number of a list, each a box of its own name, so that a draft brings back every one. */
export function ChoicesField({ name, label, hint, options, chosen }: ChoicesFieldProps) {
  const { problem, control } = useField({ name, label, hint });
  return (
    <fieldset className={problem ? 'choices field-wrong' : 'choices'} {...control} tabIndex={-1}>
      <legend>{label}</legend>
      {hint && (
        <p className="hint" id={`${control.id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="field-problem" id={`${control.id}-problem`}>
          {problem}
        </p>
      )}
      <div className={options.length > 8 ? 'scroll' : undefined}>
        {options.map((option) => (
          <label key={option.code} className="choice">
            <input type="checkbox" name={`${name}.${option.code}`} defaultChecked={chosen.includes(option.code)} />
            <span>{option.name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** The codes that were chosen of such a field. */
export function choicesOf(data: FormData, name: string): string[] {
  return [...data.keys()].flatMap((key) => (key.startsWith(`${name}.`) ? [key.slice(name.length + 1)] : []));
}
