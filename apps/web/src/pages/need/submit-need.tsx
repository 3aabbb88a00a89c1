import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { moveNeed, submitWithoutAnswers, threadQuery } from '../../api/needs.js';
import { FormError } from '../../api/problem.js';
import type { FieldProblem } from '../../api/problem.js';
import type { Need, NeedMessage } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { ActForm, CheckField, SubmitButton } from '../../ui/form.js';
import { openFolds } from '../../ui/form-problems.js';
import { shortened } from '../../ui/words.js';
import { fieldOf, useFieldName } from './missing-facts.js';
import { useNeedActs } from './use-need-acts.js';

const QUESTION_CHARS = 90;
const ITEM_CHARS = 40;

/** Questions without an answer. */
export const unanswered = (messages: readonly NeedMessage[]) =>
  messages.filter(({ isQuestion, isAnswered }) => isQuestion && !isAnswered);

/** Where a question is answered on this page. */
export const answerPlace = (questionId: string) => `answer-${questionId}`;

/** Hands the need in. What came back with questions goes back without an answer to one only if its organization says so. */
export function SubmitNeed({ need, kind }: { need: Need; kind: 'primary' | 'plain' }) {
  const t = useText();
  const queries = useQueryClient();
  const { onConflict, onDone } = useNeedActs(need);
  const again = need.state === 'returned';
  const thread = useInfiniteQuery({ ...threadQuery(need.id), enabled: again });
  const open = again ? unanswered(thread.data?.pages.flatMap(({ items }) => items) ?? []) : [];
  const openCount = again ? (thread.data?.pages[0]?.openQuestions ?? 0) : 0;

  async function act(data: FormData) {
    if (again && data.get('unanswered') === null) {
      const { pages } = await queries.ensureInfiniteQueryData(threadQuery(need.id));
      const count = pages[0]?.openQuestions ?? 0;
      if (count > 0) throw new FormError([{ path: 'unanswered', detail: t('need.submit.unanswered', { count }) }]);
    }
    const isLeftOpen = data.get('unanswered') !== null;
    await onDone(await (isLeftOpen ? submitWithoutAnswers(need) : moveNeed(need, 'submit')));
  }

  const label = t(again ? 'need.act.submit-again' : 'need.act.submit');
  return (
    <ActForm
      label={label}
      done={(data) =>
        t(
          !again
            ? 'need.done.submit'
            : data.get('unanswered') === null
              ? 'need.done.submit-again'
              : 'need.done.submit-again.open',
        )
      }
      elsewhere={(problem) => <FieldOfNeed need={need} problem={problem} />}
      onConflict={onConflict}
      act={act}
    >
      {(pending) => (
        <>
          {openCount > 0 && (
            <div className="notice">
              <p className="notice-title">{t('need.submit.open', { count: openCount })}</p>
              <ul className="bullets">
                {open.map(({ id, body }) => (
                  <li key={id}>
                    <a href={`#${answerPlace(id)}`} dir="auto" onClick={(event) => toAnswer(event, id)}>
                      {shortened(body, QUESTION_CHARS)}
                    </a>
                  </li>
                ))}
              </ul>
              <CheckField name="unanswered" label={t('need.submit.anyway')} />
            </div>
          )}
          <SubmitButton pending={pending} kind={kind}>
            {label}
          </SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** A wrong place in the editor, named by the item that it is of; a place that is no field is only told. */
function FieldOfNeed({ need, problem: { path, detail } }: { need: Need; problem: FieldProblem }) {
  const t = useText();
  const fieldName = useFieldName();
  // A question that was asked meanwhile.
  if (path === '' || path.startsWith('messages.')) return detail;
  const line = /^items\.(\d+)\./.exec(path)?.[1];
  const item = line === undefined ? undefined : need.items[Number(line)];
  const label = item?.description
    ? t('need.submit.of-item', { field: fieldName(path), item: shortened(item.description, ITEM_CHARS) })
    : fieldName(path);
  return (
    <Link to="/needs/$needId/edit" params={{ needId: need.id }} search={{ field: fieldOf(path) }}>
      {t('form.field-problem', { label, detail })}
    </Link>
  );
}

/** Opens the answer to the question and moves there, without a new entry in the history of the browser. */
function toAnswer(event: MouseEvent, questionId: string) {
  const place = document.getElementById(answerPlace(questionId));
  if (!place) return;
  event.preventDefault();
  const field = place.querySelector('textarea');
  openFolds(field);
  field?.focus();
}
