import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { sendNeedMessage, threadQuery } from '../../api/needs.js';
import { useSession } from '../../api/session.js';
import { FormError } from '../../api/problem.js';
import type { Need, NeedMessage } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Moment } from '../../ui/dates.js';
import { ActForm, LongTextField, SubmitButton, textOf } from '../../ui/form.js';
import { ShowMore } from '../../ui/show-more.js';
import { Tag } from '../../ui/tag.js';
import { Loaded } from '../../ui/trouble.js';
import { shortened } from '../../ui/words.js';
import { useFieldName } from './missing-facts.js';
import { answerPlace, unanswered } from './submit-need.js';

const QUESTION_CHARS = 90;

interface NeedThreadProps {
  readonly need: Need;
  readonly writes: boolean;
  /** Its own organization reads it, which answers what was asked. */
  readonly answers: boolean;
}

/** What was asked and answered about the need, between its organization and the coordinators. */
export function NeedThread({ need, writes, answers }: NeedThreadProps) {
  const t = useText();
  const role = useSession()?.role;
  const told = role === 'coordinator' ? 'to-organization' : answers ? 'to-coordinators' : 'to-both';
  const thread = useInfiniteQuery(threadQuery(need.id));
  return (
    <Loaded query={thread} loading={t('thread.loading')}>
      {({ pages }) => {
        const messages = pages.flatMap(({ items }) => items);
        const authentication = pages[0]?.authentication ?? null;
        return (
          <>
            {authentication !== null && (
              <p>
                <Text
                  id="thread.authentication"
                  values={{ authentication: <bdi key="authentication">{authentication}</bdi> }}
                />
              </p>
            )}
            {messages.length === 0 ? (
              <p className="soft">{t('thread.none')}</p>
            ) : (
              <ol className="thread">
                {messages
                  .filter(({ answersId }) => answersId === null)
                  .map((message) => (
                    <Message
                      key={message.id}
                      message={message}
                      given={messages.filter(({ answersId }) => answersId === message.id)}
                      need={need}
                      answers={answers}
                    />
                  ))}
              </ol>
            )}
            <ShowMore
              more={thread.hasNextPage}
              busy={thread.isFetchingNextPage}
              words={{ more: t('thread.more'), loading: t('thread.loading') }}
              onMore={() => void thread.fetchNextPage()}
            />
            {writes && (
              <details className="fold no-print">
                <summary>{t('thread.write')}</summary>
                <MessageForm
                  needId={need.id}
                  name={t('thread.write')}
                  label={t('thread.message')}
                  done={t(`thread.done.${told}`)}
                />
              </details>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

/** What was asked and goes without an answer to whoever decides now. */
export function OpenQuestions({ needId }: { needId: string }) {
  const t = useText();
  const { data } = useInfiniteQuery(threadQuery(needId));
  const count = data?.pages[0]?.openQuestions ?? 0;
  if (count === 0) return null;
  const open = unanswered(data?.pages.flatMap(({ items }) => items) ?? []);
  return (
    <div className="notice">
      <p className="notice-title">{t('need.review.open', { count })}</p>
      <ul className="bullets">
        {open.map(({ id, body }) => (
          <li key={id} dir="auto">
            {shortened(body, QUESTION_CHARS)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface MessageProps {
  readonly message: NeedMessage;
  /** What answers it. */
  readonly given: readonly NeedMessage[];
  readonly need: Need;
  readonly answers: boolean;
}

function Message({ message, given, need, answers }: MessageProps) {
  const t = useText();
  const fieldName = useFieldName();
  const { id, isQuestion, isAnswered, about, isItemRemoved, body, role, organization } = message;
  const isOfState = role === 'focal-point' && organization.id !== need.organization.id;
  return (
    <li>
      <p>
        <By message={message} /> {isOfState && <Tag tone="active">{t('thread.state-concerned')}</Tag>}{' '}
        {isQuestion && (
          <Tag tone={isAnswered ? 'good' : 'active'}>{t(isAnswered ? 'thread.answered' : 'thread.open')}</Tag>
        )}
      </p>
      {about !== null && <p className="under">{fieldName(about, isItemRemoved)}</p>}
      <p className="prose" dir="auto">
        {body}
      </p>
      {given.map((answer) => (
        <blockquote className="note" key={answer.id}>
          <p>
            <By message={answer} />
          </p>
          <p dir="auto">{answer.body}</p>
        </blockquote>
      ))}
      {answers && isQuestion && !isAnswered && (
        <details className="fold no-print" id={answerPlace(id)}>
          <summary>{t('thread.answer')}</summary>
          <MessageForm
            needId={need.id}
            answersId={id}
            name={t('form.of', { act: t('thread.answer'), what: shortened(body, QUESTION_CHARS) })}
            label={t('thread.answer.label')}
            done={t('thread.done.answered')}
          />
        </details>
      )}
    </li>
  );
}

function By({ message: { person, organization, sentAt } }: { message: NeedMessage }) {
  return (
    <Text
      id="thread.by"
      values={{
        person: <bdi key="person">{person.name}</bdi>,
        organization: <bdi key="organization">{organization.name}</bdi>,
        at: <Moment key="at" value={sentAt} />,
      }}
    />
  );
}

interface MessageFormProps {
  readonly needId: string;
  readonly answersId?: string;
  /** Of the form, and of its one field. */
  readonly name: string;
  readonly label: string;
  readonly done: string;
}

function MessageForm({ needId, answersId, name, label, done }: MessageFormProps) {
  const t = useText();
  const queries = useQueryClient();
  async function act(data: FormData) {
    const body = textOf(data, 'body');
    if (body === '') throw new FormError([{ path: 'body', detail: t('thread.empty') }]);
    await sendNeedMessage(needId, { body, answersId });
    await queries.invalidateQueries({ queryKey: threadQuery(needId).queryKey });
  }
  return (
    <ActForm label={name} done={done} draft={`message ${needId} ${answersId ?? ''}`} act={act}>
      {(pending) => (
        <>
          <LongTextField name="body" maxLength={4000} label={label} hint={t('thread.hint')} />
          <SubmitButton pending={pending} kind="plain">
            {t('thread.send')}
          </SubmitButton>
        </>
      )}
    </ActForm>
  );
}
