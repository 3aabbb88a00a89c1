import { FormError } from '../api/problem.js';
import { useText } from '../messages/text.js';
import { ActForm, LongTextField, SubmitButton, textOf } from './form.js';

interface ReasonFormProps {
  readonly words: { readonly open: string; readonly label: string; readonly hint: string; readonly submit: string };
  readonly act: (reason: string) => Promise<unknown>;
  /** What {@link ActForm} says after it. */
  readonly done: string;
  readonly onConflict: () => void;
  readonly draft: string;
  /** Where the page has several of the kind: which one it is. */
  readonly name?: string;
}

/** An act that ends, takes back or repeats something: folded away, and never without a reason. */
export function ReasonForm({ words, act, done, onConflict, draft, name = words.open }: ReasonFormProps) {
  const t = useText();
  return (
    <details className="fold">
      <summary>{words.open}</summary>
      <ActForm
        label={name}
        done={done}
        draft={draft}
        onConflict={onConflict}
        act={async (data) => {
          const reason = textOf(data, 'reason');
          if (reason === '') throw new FormError([{ path: 'reason', detail: t('form.reason-missing') }]);
          await act(reason);
        }}
      >
        {(pending) => (
          <>
            <LongTextField name="reason" label={words.label} hint={words.hint} />
            <SubmitButton pending={pending} kind="danger">
              {words.submit}
            </SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
