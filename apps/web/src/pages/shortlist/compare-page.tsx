import { useQueries } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { needQuery } from '../../api/needs.js';
import { isStatus } from '../../api/problem.js';
import { useAreaNames, useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Need } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Day } from '../../ui/dates.js';
import { Page } from '../../ui/page.js';
import { NeedTags } from '../../ui/tag.js';
import { Loading, Trouble } from '../../ui/trouble.js';
import { shortened } from '../../ui/words.js';
import { totalsOf } from '../needs/totals.js';
import { COMPARED_MAX, COMPARED_MIN } from './compared.js';

const route = getRouteApi('/compare');

/** Two to four needs side by side. */
export function ComparePage() {
  const t = useText();
  const { ids = [] } = route.useSearch();
  const answers = useQueries({ queries: ids.map(needQuery) });
  const needs = answers.flatMap(({ data }) => (data ? [data] : []));
  const hidden = answers.filter(({ error }) => isStatus(error, 404)).length;
  const failed = answers.find(({ error }) => error && !isStatus(error, 404));
  const isPending = answers.some((one) => one.isPending);
  return (
    <Page
      title={t('compare.title')}
      trail={
        <Link to="/needs" search={{ compare: ids }} activeOptions={{ exact: true }}>
          {t('needs.title')}
        </Link>
      }
    >
      {isPending && <Loading what={t('compare.loading')} />}
      {failed && <Trouble error={failed.error} retry={() => void failed.refetch()} />}
      {hidden > 0 && <p className="notice">{t('compare.hidden', { count: hidden })}</p>}
      {!isPending && !failed && needs.length < COMPARED_MIN && (
        <div className="notice">
          <p className="notice-title">{t('compare.too-few')}</p>
          <p>
            {t('compare.how-many', { min: COMPARED_MIN, max: COMPARED_MAX })}{' '}
            <Link to="/needs" search={{ compare: ids }}>
              {t('action.to-needs')}
            </Link>
          </p>
        </div>
      )}
      {needs.length >= COMPARED_MIN && <Comparison needs={needs} />}
    </Page>
  );
}

/**
 * Facts down, needs across; on a narrow screen the needs stand under each other in each fact. The roles are written out because
 * a table that is no longer laid out as one loses them.
 */
function Comparison({ needs }: { needs: readonly Need[] }) {
  const t = useText();
  const areaName = useAreaNames();
  const row = (label: string, cell: (need: Need) => ReactNode) => (
    <tr role="row">
      <th role="rowheader" scope="row">
        {label}
      </th>
      {needs.map((need) => (
        <td role="cell" key={need.id}>
          {/* Where there are no columns: the heading of its column. */}
          <span className="compare-of" aria-hidden="true" lang={need.language} dir="auto">
            {shortened(need.title, TITLE_CHARS_MAX)}
          </span>
          <div>{cell(need)}</div>
        </td>
      ))}
    </tr>
  );
  return (
    <div className="compare" role="region" aria-label={t('compare.region')} tabIndex={0}>
      <table role="table">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {t('compare.fact')}
            </th>
            {needs.map(({ id, title, language, ...need }) => (
              <th role="columnheader" key={id} scope="col">
                <Link to="/needs/$needId" params={{ needId: id }} lang={language} dir="auto">
                  {title}
                </Link>{' '}
                <NeedTags need={need} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {row(t('needs.column.area'), ({ areaIso2 }) => areaName(areaIso2))}
          {row(t('filter.organization'), ({ organization }) => (
            <bdi>{organization.name}</bdi>
          ))}
          {row(t('needs.column.requested'), (need) => (
            <Totals need={need} of="requested" />
          ))}
          {row(t('needs.column.open'), (need) => (
            <Totals need={need} of="open" />
          ))}
          {row(t('compare.items'), (need) => (
            <Items need={need} />
          ))}
          {row(t('need.needed-by'), ({ neededBy }) => (neededBy ? <Day value={neededBy} /> : t('value.not-stated')))}
          {row(t('need.priority'), ({ priority }) =>
            priority === null ? t('value.not-stated') : t('need.priority.of', { priority }),
          )}
          {row(t('compare.completeness'), ({ completeness }) => t('compare.score', { score: completeness.score }))}
        </tbody>
      </table>
    </div>
  );
}

function Totals({ need, of }: { need: Need; of: 'requested' | 'open' }) {
  return totalsOf(need.items).map((total) => (
    <div key={total.key}>
      <Quantity value={total[of]} measure={total.measure} />
      {of === 'open' && <CoverageBar {...total} />}
    </div>
  ));
}

const DESCRIPTION_CHARS_MAX = 80;
const TITLE_CHARS_MAX = 60;

function Items({ need }: { need: Need }) {
  const category = useCategoryNames();
  const type = useTypeNames();
  return (
    <ul>
      {need.items.map(({ id, categoryCode, typeCode, measure, requested, description }) => (
        <li key={id}>
          <Text
            id="duplicates.item"
            values={{
              category: category(categoryCode),
              type: type(typeCode),
              quantity: <Quantity key="quantity" value={requested} measure={measure} />,
            }}
          />
          <span className="under" lang={need.language} dir="auto">
            {shortened(description, DESCRIPTION_CHARS_MAX)}
          </span>
        </li>
      ))}
    </ul>
  );
}
