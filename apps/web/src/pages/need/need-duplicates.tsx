import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import { duplicatesQuery, mergeNeed, suggestAgain, tellApart } from '../../api/needs.js';
import { FormError } from '../../api/problem.js';
import { useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Duplicate, Need } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { Day } from '../../ui/dates.js';
import { ActForm, LongTextField, SelectField, SubmitButton, textOf } from '../../ui/form.js';
import { Section } from '../../ui/page.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { Loaded } from '../../ui/trouble.js';
import { useList } from '../../ui/use-list.js';
import { Note, Words } from '../../ui/words.js';
import { useNeedReread } from './use-need-acts.js';

/** A need in these states may be a duplicate. */
const ASKED_FOR: readonly Need['state'][] = ['submitted', 'under-review', 'returned', 'validated', 'published'];

interface PairProps {
  readonly need: Need;
  readonly duplicate: Duplicate;
}

/** Other needs that may ask for the same, with what speaks for it and what can be done about it. */
export function NeedDuplicates({ need, decides }: { need: Need; decides: boolean }) {
  return ASKED_FOR.includes(need.state) ? <Suggested need={need} decides={decides} /> : null;
}

function Suggested({ need, decides }: { need: Need; decides: boolean }) {
  const t = useText();
  const duplicates = useQuery(duplicatesQuery(need.id));
  return (
    <Section id="duplicates" title={t('duplicates.title')} lead={t('duplicates.lead')}>
      <Loaded query={duplicates} loading={t('duplicates.loading')}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="soft">{t('duplicates.none')}</p>
          ) : (
            <ul className="entries">
              {items.map((duplicate) => (
                <li key={duplicate.need.id}>
                  <Pair need={need} duplicate={duplicate} />
                  {decides && <PairActs need={need} duplicate={duplicate} />}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function usePercent(): (share: number) => string {
  const { formatNumber } = useIntl();
  return (share) => formatNumber(share, { style: 'percent' });
}

function Pair({ need, duplicate }: PairProps) {
  const t = useText();
  const percent = usePercent();
  const { need: other, evidence, distinct } = duplicate;
  return (
    <>
      <p className="entry-title">
        <Link to="/needs/$needId" params={{ needId: other.id }} lang={other.language} dir="auto">
          {other.title}
        </Link>{' '}
        <StateTag of="need" state={other.state} />
      </p>
      <p className="under">{t('duplicates.sure', { percent: percent(evidence.score) })}</p>
      {distinct && (
        <>
          <p className="under">
            <Text id="duplicates.distinct" values={{ name: <bdi key="name">{distinct.by.name}</bdi> }} />
          </p>
          <Note text={distinct.note} />
        </>
      )}
      <Evidence evidence={evidence} />
      <details className="fold">
        <summary>{t('duplicates.compare')}</summary>
        <Comparison need={need} duplicate={duplicate} />
      </details>
    </>
  );
}

function Evidence({ evidence }: { evidence: Duplicate['evidence'] }) {
  const t = useText();
  const percent = usePercent();
  const category = useCategoryNames();
  const type = useTypeNames();
  const words = useCodeText();
  const list = useList('conjunction');
  const {
    titles,
    words: sameWords,
    sameLines,
    categories,
    places,
    placesDiffer,
    channels,
    report,
    sameOrganization,
  } = evidence;
  const about = categories.filter((code) => sameLines.every(({ categoryCode }) => categoryCode !== code));
  return (
    <ul aria-label={t('duplicates.evidence')}>
      {sameLines.map(({ categoryCode, typeCode, measure, requested, otherRequested }, index) => (
        <li key={index}>
          <Text
            id="duplicates.line"
            values={{
              category: category(categoryCode),
              type: type(typeCode),
              own: <Quantity key="own" value={requested} measure={measure} />,
              other: <Quantity key="other" value={otherRequested} measure={measure} />,
            }}
          />
        </li>
      ))}
      {about.length > 0 && <li>{t('duplicates.category', { category: list(about.map(category)) })}</li>}
      {titles > 0 && <li>{t('duplicates.titles', { percent: percent(titles) })}</li>}
      {sameWords > 0 && <li>{t('duplicates.words', { percent: percent(sameWords) })}</li>}
      {placesDiffer && <li>{t('duplicates.places-differ')}</li>}
      {places.length > 0 && <li>{t('duplicates.places', { places: list(places) })}</li>}
      {channels.length > 0 && (
        <li>{t('duplicates.channels', { channels: list(channels.map((code) => words('channel.', code))) })}</li>
      )}
      {report === 'same-report' && <li>{t('duplicates.same-report')}</li>}
      {report === 'same-paragraph' && <li>{t('duplicates.same-paragraph')}</li>}
      {sameOrganization && <li>{t('duplicates.same-organization')}</li>}
    </ul>
  );
}

function Comparison({ need, duplicate: { need: other } }: PairProps) {
  const t = useText();
  const [ours, theirs] = [t('duplicates.this'), t('duplicates.other')];
  const row = (label: string, here: ReactNode, there: ReactNode) => (
    <tr role="row">
      <Cell heading label={undefined}>
        {label}
      </Cell>
      <Cell label={ours}>{here}</Cell>
      <Cell label={theirs}>{there}</Cell>
    </tr>
  );
  const day = (value: string | null) => (value ? <Day value={value} /> : t('value.not-stated'));
  const columns = [{ label: t('duplicates.compare.field') }, { label: ours }, { label: theirs }];
  return (
    <StackingTable caption={t('duplicates.compare')} columns={columns}>
      {row(
        t('need.field.title'),
        <bdi lang={need.language}>{need.title}</bdi>,
        <bdi lang={other.language}>{other.title}</bdi>,
      )}
      {row(t('duplicates.organization'), <bdi>{need.organization.name}</bdi>, <bdi>{other.organization.name}</bdi>)}
      {row(
        t('duplicates.summary'),
        <Words text={need.summary} language={need.language} />,
        <Words text={other.summary} language={other.language} />,
      )}
      {row(t('duplicates.items'), <Lines items={need.items} />, <Lines items={other.items} />)}
      {row(t('duplicates.submitted'), day(need.submittedAt?.slice(0, 10) ?? null), day(other.submittedOn))}
      {row(t('need.needed-by'), day(need.neededBy), day(other.neededBy))}
      {row(t('need.valid-until'), day(need.validUntil), day(other.validUntil))}
    </StackingTable>
  );
}

function Lines({ items }: { items: Need['items'] | Duplicate['need']['items'] }) {
  const category = useCategoryNames();
  const type = useTypeNames();
  return (
    <ul>
      {items.map(({ categoryCode, typeCode, measure, requested }, index) => (
        <li key={index}>
          <Text
            id="duplicates.item"
            values={{
              category: category(categoryCode),
              type: type(typeCode),
              quantity: <Quantity key="quantity" value={requested} measure={measure} />,
            }}
          />
        </li>
      ))}
    </ul>
  );
}

function PairActs({ need, duplicate }: PairProps) {
  const t = useText();
  const { onConflict, onDone } = useNeedReread(need);
  const other = duplicate.need;
  return (
    <div className="acts no-print">
      <Merge need={need} duplicate={duplicate} />
      {duplicate.distinct ? (
        <ActForm
          label={t('duplicates.suggest-again')}
          done={t('duplicates.suggest-again.done')}
          onConflict={onConflict}
          act={async () => {
            await suggestAgain(need.id, other.id);
            await onDone();
          }}
        >
          {(pending) => (
            <SubmitButton pending={pending} kind="plain">
              {t('duplicates.suggest-again')}
            </SubmitButton>
          )}
        </ActForm>
      ) : (
        <ReasonForm
          words={{
            open: t('duplicates.tell-apart'),
            label: t('need.act.reason'),
            hint: t('duplicates.tell-apart.hint'),
            submit: t('duplicates.tell-apart'),
          }}
          act={async (note) => {
            await tellApart(need.id, other.id, note);
            await onDone();
          }}
          onConflict={onConflict}
          draft={`tell-apart ${need.id} ${other.id}`}
          done={t('duplicates.tell-apart.done')}
        />
      )}
    </div>
  );
}

/** A published need is not merged into one that is not: then only one of the two can stay. More the api says beside the choice. */
function Merge({ need, duplicate: { need: other } }: PairProps) {
  const t = useText();
  const { onConflict, onDone } = useNeedReread(need);
  const mayStay = [need, other].filter((one) => one.state === 'published');
  const stays = mayStay.length === 0 ? [need, other] : mayStay;
  return (
    <details className="fold">
      <summary>{t('duplicates.merge')}</summary>
      <ActForm
        label={t('duplicates.merge')}
        done={t('duplicates.merge.done')}
        draft={`merge ${need.id} ${other.id}`}
        onConflict={onConflict}
        act={async (data) => {
          const note = textOf(data, 'note');
          if (note === '') throw new FormError([{ path: 'note', detail: t('duplicates.merge.missing') }]);
          const keeps = textOf(data, 'into');
          await mergeNeed(keeps === need.id ? other : need, keeps, note);
          await onDone();
        }}
      >
        {(pending) => (
          <>
            <SelectField name="into" label={t('duplicates.merge.stays')}>
              {stays.map((one) => (
                <option key={one.id} value={one.id}>
                  {t(one.id === need.id ? 'duplicates.this' : 'duplicates.other')}
                </option>
              ))}
            </SelectField>
            <LongTextField
              name="note"
              maxLength={1000}
              label={t('duplicates.merge.note')}
              hint={t('duplicates.merge.hint')}
            />
            <SubmitButton pending={pending} kind="danger">
              {t('duplicates.merge')}
            </SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
