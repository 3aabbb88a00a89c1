import { useMutation } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useId, useRef, useState } from 'react';
import type { ComponentProps, FormEvent, ReactNode } from 'react';
import type { FieldProblem } from '../api/problem.js';
import { fieldProblems, isConflict, isOvertaken, isSessionEnd, isStatus } from '../api/problem.js';
import { useText } from '../messages/text.js';
import { beginAct, headingAround, isStillAt, thenToHeading } from './after-act.js';
import { OpenContext } from './open-while.js';
import { clearDraft, holdsDraft, keepDraft, restoreDraft, useDraftName } from './draft.js';
import { inOrder, openFolds, unfinishedFields } from './form-problems.js';
import type { LabelledProblem } from './form-problems.js';
import { isTyped, useDefaultOption, useFollowedStarts } from './starts.js';
import { useTroubleWords } from './trouble.js';
import { sendWhole, UNREADABLE } from './unreadable.js';
import { useReaderForm } from './use-reader-form.js';

interface FormScope {
  readonly id: string;
  readonly problems: readonly LabelledProblem[];
  /** Something was filled in since it was as new. */
  readonly isChanged: boolean;
}

const FormContext = createContext<FormScope>({ id: '', problems: [], isChanged: false });

interface ActFormProps {
  /** Does it; what it throws is shown in words, beside the fields and in a summary that takes the focus. */
  readonly act: (data: FormData) => Promise<unknown>;
  /** Has the page read what it is now; the form stays as it was filled in. */
  readonly onConflict?: () => void;
  /** `act` says itself what is not finished; it finds {@link UNREADABLE} there. */
  readonly readsUnfinished?: boolean;
  /** Typed text is kept under this name until it was sent: a reload or an ended session loses nothing. */
  readonly draft?: string;
  readonly label: string;
  /** How a place that is no field of this form is called, as a link to where it is filled in; null: it has none. */
  readonly elsewhere?: (problem: FieldProblem) => ReactNode;
  /**
   * Says what was done, what comes next and how it is undone, as things stood when it was sent; empty where the page says it
   * itself.
   */
  readonly done: string | ((data: FormData) => string);
  readonly children: (pending: boolean) => ReactNode;
}

/**
 * A form that does one thing. Nothing in it is controlled, so a failed attempt leaves every field as it was typed; after a
 * success it is as new, says so, and leaves the focus at the heading around it. From the first letter until then an
 * {@link OpenWhile} around it keeps it on the page. Where its fields start otherwise later, those nobody touched follow.
 */
export function ActForm(props: ActFormProps) {
  const { act, onConflict, readsUnfinished, draft: draftOf, label, elsewhere, done, children } = props;
  const t = useText();
  const id = useId();
  const inReaderForm = useReaderForm();
  const draft = useDraftName(draftOf);
  const form = useRef<HTMLFormElement>(null);
  const [problems, setProblems] = useState<readonly LabelledProblem[]>([]);
  const [held, setHeld] = useState(false);
  const [restored, setRestored] = useState(false);
  const [isChanged, setChanged] = useState(false);
  const { open, hold } = useContext(OpenContext);
  const clear = () => {
    if (draft) clearDraft(draft);
    form.current?.reset();
    setHeld(false);
    setRestored(false);
    setChanged(false);
  };
  const mutation = useMutation({
    mutationFn: async (data: FormData) => {
      const begun = unfinishedFields(form.current);
      for (const name of begun) data.set(name, UNREADABLE);
      if (readsUnfinished) return act(data);
      return sendWhole(
        begun.map((path) => ({ path, detail: t('form.not-finished') })),
        () => act(data),
      );
    },
    onMutate: (data) => {
      setProblems([]);
      setHeld(true);
      return {
        tell: beginAct(),
        words: typeof done === 'function' ? done(data) : done,
        focusHeading: form.current && headingAround(form.current),
      };
    },
    onSuccess: (_done, _data, { tell, words, focusHeading }) => {
      clear();
      // What was done in a fold needs it no more.
      const fold = form.current?.closest('details');
      if (fold) fold.open = false;
      tell(words);
      focusHeading?.();
    },
    onError: (error) => {
      const said = fieldProblems(error).map(({ path, detail }) => ({ path, detail: inReaderForm(detail) }));
      const found = inOrder(form.current, said);
      setProblems(found);
      for (const { path } of found) openFolds(document.getElementById(fieldId(id, path)));
      if (isConflict(error)) onConflict?.();
    },
  });
  useFollowedStarts(form, (later) => {
    if (draft && holdsDraft(draft)) keepDraft(draft, later);
  });
  useEffect(() => {
    if (!draft || !form.current) return;
    const isBack = restoreDraft(draft, form.current);
    setRestored(isBack);
    setChanged(isBack);
    setHeld(isTyped(form.current));
  }, [draft]);
  useEffect(() => {
    hold(id, held);
    return () => hold(id, false);
  }, [id, held, hold]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (mutation.isPending) return;
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    mutation.mutate(new FormData(event.currentTarget, submitter));
  };
  const input = (event: FormEvent<HTMLFormElement>) => {
    if (draft) keepDraft(draft, event.currentTarget);
    setChanged(true);
    setHeld(mutation.isError || isTyped(event.currentTarget));
  };
  if (!open && !held) return null;
  return (
    <FormContext value={{ id, problems, isChanged }}>
      <form ref={form} className="form" aria-label={label} noValidate onSubmit={submit} onInput={input}>
        {mutation.error && (
          <FormSummary
            key={mutation.submittedAt}
            error={mutation.error}
            refreshed={onConflict !== undefined}
            repeatable={open}
            elsewhere={elsewhere}
          />
        )}
        {restored && held && open && <Restored draft={draft} />}
        {!open && !mutation.isPending && <NoLongerOpen onClose={clear} />}
        {mutation.isSuccess && !held && <p>{t('form.done')}</p>}
        {children(mutation.isPending)}
      </form>
    </FormContext>
  );
}

/** Somebody else did it, or made it impossible, while this form was being filled in. */
function NoLongerOpen({ onClose }: { onClose: () => void }) {
  const t = useText();
  return (
    <div className="notice notice-warn" role="alert">
      <p className="notice-title">{t('form.over')}</p>
      <p>{t('form.over.detail')}</p>
      <button type="button" className="button" onClick={thenToHeading(onClose)}>
        {t('form.over.close')}
      </button>
    </div>
  );
}

interface FormSummaryProps {
  readonly error: Error;
  /** The page was read again after a conflict. */
  readonly refreshed: boolean;
  /** The form may be sent again; where it may not, {@link NoLongerOpen} says so. */
  readonly repeatable: boolean;
  readonly elsewhere: ActFormProps['elsewhere'];
}

/** What was typed before came back; letting it go begins the form anew, with all its rows. */
function Restored({ draft }: { draft: string | undefined }) {
  const t = useText();
  function discard() {
    if (draft) clearDraft(draft);
    location.reload();
  }
  return (
    <p className="hint">
      {t('form.restored')}{' '}
      <button type="button" className="button-link" onClick={discard}>
        {t('form.discard')}
      </button>
    </p>
  );
}

/** What was wrong, with a link to each wrong field; it takes the focus from the form when it appears. */
function FormSummary({ error, refreshed, repeatable, elsewhere }: FormSummaryProps) {
  const t = useText();
  const scope = useContext(FormContext);
  const box = useRef<HTMLDivElement>(null);
  const { title, detail, reference } = useTroubleWords(error);
  useEffect(() => {
    if (isStillAt(box.current?.closest('form'))) box.current?.focus();
  }, []);
  const fields = scope.problems;
  // The items of a conflict explain it; they are nothing to fill in again.
  const explained = isConflict(error);
  const isReread = isOvertaken(error) && refreshed;
  return (
    <div className="notice notice-bad" ref={box} tabIndex={-1} role="alert">
      <p className="notice-title">{fields.length > 0 && !explained ? t('form.check') : title}</p>
      {(fields.length === 0 || explained) && detail && !(isReread && isStatus(error, 412)) && <p>{detail}</p>}
      {isReread && repeatable && <p>{t('form.conflict')}</p>}
      {isSessionEnd(error) && <p>{t('form.session-ended')}</p>}
      {fields.length > 0 && (
        <ul>
          {fields.map(({ path, label, line, detail }, index) => (
            <li key={`${index} ${path}`}>
              {label === null ? (
                (elsewhere?.({ path, detail }) ?? (
                  <>{explained ? detail : t(path === '' ? 'form.whole-problem' : 'form.other-problem', { detail })}</>
                ))
              ) : (
                <a
                  href={`#${fieldId(scope.id, path)}`}
                  onClick={(event) => focusField(event.nativeEvent, scope.id, path)}
                >
                  {line === undefined
                    ? t('form.field-problem', { label, detail })
                    : t('form.line-problem', { line, label, detail })}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {reference && <p className="hint">{reference}</p>}
    </div>
  );
}

/** Moves to the field without a new entry in the history of the browser. */
function focusField(event: Event, formId: string, path: string) {
  event.preventDefault();
  const field = document.getElementById(fieldId(formId, path));
  openFolds(field);
  field?.focus();
}

function fieldId(formId: string, name: string): string {
  return `${formId}${name}`;
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: ReactNode;
}

export function useField({ name, hint }: FieldProps) {
  const { id: formId, problems } = useContext(FormContext);
  const id = fieldId(formId, name);
  const own = problems.filter(({ path }) => path === name);
  const problem = own.length > 0 ? own.map(({ detail }) => detail).join(' ') : undefined;
  const described = [hint ? `${id}-hint` : '', problem ? `${id}-problem` : ''].filter(Boolean).join(' ');
  return {
    problem,
    control: { id, name, 'aria-invalid': problem ? true : undefined, 'aria-describedby': described || undefined },
  };
}

function FieldFrame({
  field,
  problem,
  id,
  children,
}: {
  field: FieldProps;
  problem?: string;
  id: string;
  children: ReactNode;
}) {
  return (
    <div className={problem ? 'field field-wrong' : 'field'}>
      <label htmlFor={id}>{field.label}</label>
      {field.hint && (
        <p className="hint" id={`${id}-hint`}>
          {field.hint}
        </p>
      )}
      {problem && (
        <p className="field-problem" id={`${id}-problem`}>
          {problem}
        </p>
      )}
      {children}
    </div>
  );
}

type Native<T extends 'input' | 'textarea' | 'select'> = Omit<ComponentProps<T>, 'name' | 'id'>;

export function TextField({ name, label, hint, ...input }: FieldProps & Native<'input'>) {
  const { control, problem } = useField({ name, label, hint });
  return (
    <FieldFrame field={{ name, label, hint }} problem={problem} id={control.id}>
      <input type="text" {...input} {...control} />
    </FieldFrame>
  );
}

export function LongTextField({ name, label, hint, ...area }: FieldProps & Native<'textarea'>) {
  const { control, problem } = useField({ name, label, hint });
  return (
    <FieldFrame field={{ name, label, hint }} problem={problem} id={control.id}>
      <textarea rows={3} dir="auto" {...area} {...control} />
    </FieldFrame>
  );
}

export function SelectField({ name, label, hint, ...select }: FieldProps & Native<'select'>) {
  const { control, problem } = useField({ name, label, hint });
  const ref = useDefaultOption(select.defaultValue);
  return (
    <FieldFrame field={{ name, label, hint }} problem={problem} id={control.id}>
      <select ref={ref} {...select} {...control} />
    </FieldFrame>
  );
}

/** One box to tick, with its words beside it. */
export function CheckField({ name, label, ...input }: Omit<FieldProps, 'hint'> & Native<'input'>) {
  const { control } = useField({ name, label });
  return (
    <label className="tick">
      <input type="checkbox" {...input} {...control} />
      <span>{label}</span>
    </label>
  );
}

/** The button that sends; while it is busy it says so and stays reachable. */
export function SubmitButton({
  pending,
  kind = 'primary',
  children,
  ...button
}: { pending: boolean; kind?: 'primary' | 'plain' | 'danger' } & ComponentProps<'button'>) {
  const t = useText();
  return (
    <button type="submit" className={`button button-${kind}`} aria-disabled={pending || undefined} {...button}>
      {pending ? t('form.sending') : children}
    </button>
  );
}

interface SaveBarProps {
  /** Where what is in the form stands: as it was opened, and once something of it was changed. */
  readonly unchanged: string;
  readonly changed: string;
  /** The button that sends. */
  readonly children: ReactNode;
}

/** At the end of a long form, and at the foot of the window until one is there. */
export function SaveBar({ unchanged, changed, children }: SaveBarProps) {
  const { isChanged } = useContext(FormContext);
  return (
    <div className="save-bar">
      {children}
      <p className="hint">{isChanged ? changed : unchanged}</p>
    </div>
  );
}

/** The text of a field, trimmed; empty when it was left out. */
export function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === 'string' ? value.trim() : '';
}
