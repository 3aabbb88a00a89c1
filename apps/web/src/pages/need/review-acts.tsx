import { acknowledgeNeed, returnNeed } from '../../api/needs.js';
import { FormError } from '../../api/problem.js';
import type { Need } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, LongTextField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { OpenWhile } from '../../ui/open-while.js';
import { hasEnded, OwnNeedActs, PlainAct, ReasonAct, ShowNeed } from './need-acts.js';
import { PublishNeed } from './publish-need.js';
import { useFieldName } from './missing-facts.js';
import { useNeedActs } from './use-need-acts.js';

/** What a coordinator can do with the need now. */
export function ReviewActs({ need }: { need: Need }) {
  const { state } = need;
  const isUnderReview = state === 'under-review';
  const isDecided = state === 'returned' || state === 'validated' || state === 'rejected';
  const isUncommitted = need.items.every(({ committed }) => committed === '0');
  return (
    <>
      <OpenWhile open={state === 'submitted'}>
        <Acknowledge need={need} />
      </OpenWhile>
      <OpenWhile open={isUnderReview}>
        <PlainAct need={need} verb="validate" />
      </OpenWhile>
      <OpenWhile open={state === 'validated'}>
        <PublishNeed need={need} />
      </OpenWhile>
      <OpenWhile open={isUnderReview}>
        <ReturnNeed need={need} />
      </OpenWhile>
      <OpenWhile open={isUnderReview}>
        <ReasonAct need={need} verb="reject" />
      </OpenWhile>
      <OpenWhile open={isUnderReview}>
        <ReasonAct need={need} verb="unacknowledge" />
      </OpenWhile>
      <OpenWhile open={isDecided}>
        <PlainAct need={need} verb="reconsider" kind="plain" />
      </OpenWhile>
      <OpenWhile open={state === 'published' && isUncommitted}>
        <ReasonAct need={need} verb="unpublish" />
      </OpenWhile>
      {need.source === null ? (
        <OpenWhile open={hasEnded(need)}>
          <ShowNeed need={need} />
        </OpenWhile>
      ) : (
        <OwnNeedActs need={need} />
      )}
    </>
  );
}

function Acknowledge({ need }: { need: Need }) {
  const t = useText();
  const { onConflict, onDone } = useNeedActs(need);
  async function act(data: FormData) {
    const authentication = textOf(data, 'authentication');
    if (authentication === '') {
      throw new FormError([{ path: 'authentication', detail: t('need.act.acknowledge.missing') }]);
    }
    await onDone(await acknowledgeNeed(need, authentication));
  }
  return (
    <ActForm
      label={t('need.act.acknowledge')}
      done={t('need.done.acknowledge')}
      draft={`acknowledge ${need.id}`}
      onConflict={onConflict}
      act={act}
    >
      {(pending) => (
        <>
          <TextField
            name="authentication"
            maxLength={1000}
            label={t('need.act.acknowledge.how')}
            hint={t('need.act.acknowledge.hint')}
          />
          <SubmitButton pending={pending}>{t('need.act.acknowledge')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** Asks for what is missing with a tick each, and anything else in words. */
function ReturnNeed({ need }: { need: Need }) {
  const t = useText();
  const words = useCodeText();
  const fieldName = useFieldName();
  const { onConflict, onDone } = useNeedActs(need);
  const { missing } = need.completeness;

  async function act(data: FormData) {
    const asked = missing.filter(({ path }) => data.get(`ask.${path}`) !== null);
    const own = textOf(data, 'body');
    const questions = [
      ...asked.map(({ fact, path }) => ({ about: path, body: words('ask.', fact) })),
      ...(own === '' ? [] : [{ about: null, body: own }]),
    ];
    if (questions.length === 0) throw new FormError([{ path: 'body', detail: t('need.act.return.none') }]);
    await onDone(await returnNeed(need, questions));
  }

  return (
    <details className="fold">
      <summary>{t('need.act.return')}</summary>
      <ActForm
        label={t('need.act.return')}
        done={t('need.done.return')}
        draft={`return ${need.id}`}
        onConflict={onConflict}
        act={act}
      >
        {(pending) => (
          <>
            {missing.length > 0 && (
              <fieldset>
                <legend>{t('need.act.return.missing')}</legend>
                {missing.map(({ fact, path }) => (
                  <label key={path} className="tick">
                    <input type="checkbox" name={`ask.${path}`} />
                    <span>
                      <strong>{fieldName(path)}</strong> {words('ask.', fact)}
                    </span>
                  </label>
                ))}
              </fieldset>
            )}
            <LongTextField
              name="body"
              maxLength={4000}
              label={t('need.act.return.own')}
              hint={t('need.act.return.hint')}
            />
            <SubmitButton pending={pending}>{t('need.act.return.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
