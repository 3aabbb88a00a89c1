import { useCategoryNames, useTypeNames } from '../../api/reference.js';
import type { Need, NeedItem } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount, Asked, Quantity } from '../../ui/amount.js';
import { CoverageBar } from '../../ui/coverage.js';
import { Day } from '../../ui/dates.js';
import { measureKey } from '../../ui/measure.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { Words } from '../../ui/words.js';
import { AssignCategory } from './assign-category.js';
import { CountItem } from './count-item.js';

const SORTABLE: readonly Need['state'][] = ['submitted', 'under-review', 'validated', 'published'];

/** What is asked for, line by line, and how much of it is covered. */
export function NeedItems({ need, canAssign, canCount }: { need: Need; canAssign: boolean; canCount: boolean }) {
  const t = useText();
  const columns = [
    { label: t('item.column.item') },
    { label: t('item.column.requested'), numeric: true },
    { label: t('item.column.committed'), numeric: true },
    { label: t('item.column.delivered'), numeric: true },
    { label: t('item.column.open'), numeric: true },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <>
      <StackingTable caption={t('need.items')} columns={columns}>
        {need.items.map((item, index) => (
          <tr role="row" key={item.id}>
            <Cell heading label={labels[0]}>
              <span className="under">{t('need-form.line', { place: index + 1 })}</span>
              <Words text={item.description || t('item.no-description')} language={need.language} />
              <ItemNotes item={item} />
              {canAssign && SORTABLE.includes(need.state) && <AssignCategory need={need} item={item} />}
              {canCount && <CountItem need={need} item={item} />}
            </Cell>
            <Cell label={labels[1]} numeric>
              <Asked of={item} what="requested" />
              {item.waived !== '0' && (
                <span className="under">
                  <Text
                    id="item.waived"
                    values={{ waived: <Quantity key="waived" value={item.waived} measure={item.measure} /> }}
                  />
                </span>
              )}
            </Cell>
            <Cell label={labels[2]} numeric>
              <Quantity value={item.committed} measure={item.measure} />
              {item.offered !== null && item.offered !== '0' && (
                <span className="under">
                  <Text
                    id="item.offered"
                    values={{ offered: <Quantity key="offered" value={item.offered} measure={item.measure} /> }}
                  />
                </span>
              )}
            </Cell>
            <Cell label={labels[3]} numeric>
              <Quantity value={item.delivered} measure={item.measure} />
              {item.accepted !== '0' && (
                <span className="under">
                  <Text
                    id="item.accepted"
                    values={{ accepted: <Quantity key="accepted" value={item.accepted} measure={item.measure} /> }}
                  />
                </span>
              )}
            </Cell>
            <Cell label={labels[4]} numeric>
              <strong>
                <Asked of={item} what="open" />
              </strong>
              {item.requested !== '0' && <CoverageBar {...item} />}
            </Cell>
          </tr>
        ))}
      </StackingTable>
    </>
  );
}

function ItemNotes({ item }: { item: NeedItem }) {
  return (
    <>
      <ItemKind item={item} />
      <Circumstances item={item} />
    </>
  );
}

/** Where, by when and after what an item is of use, and what the organization gives itself. */
function Circumstances({ item }: { item: NeedItem }) {
  const { neededBy, place, site, prerequisites, ownContribution, isEssential } = item;
  return (
    <>
      {!isEssential && (
        <span className="under">
          <Text id="item.not-essential" />
        </span>
      )}
      {neededBy && (
        <span className="under">
          <Text id="item.needed-by" values={{ day: <Day key="day" value={neededBy} /> }} />
        </span>
      )}
      {place && (
        <span className="under">
          <Text id="item.place" values={{ place: <bdi key="place">{place}</bdi> }} />
        </span>
      )}
      {site && (
        <span className="under">
          <Text id="item.site" values={{ site: <bdi key="site">{site}</bdi> }} />
        </span>
      )}
      {prerequisites && (
        <span className="under">
          <Text id="item.prerequisites" values={{ text: <bdi key="text">{prerequisites}</bdi> }} />
        </span>
      )}
      {ownContribution && (
        <span className="under">
          <Text id="item.own-contribution" values={{ text: <bdi key="text">{ownContribution}</bdi> }} />
        </span>
      )}
    </>
  );
}

function ItemKind({ item }: { item: NeedItem }) {
  const category = useCategoryNames();
  const type = useTypeNames();
  return (
    <>
      <span className="under">
        {category(item.categoryCode)}
        {' · '}
        {type(item.typeCode)}
      </span>
      {measureKey(item.measure) === '' && (
        <span className="under">
          <Text id="item.measure-open" />
        </span>
      )}
      {item.minimum !== null && item.minimum !== '0' && (
        <span className="under">
          <Text
            id="item.minimum"
            values={{ minimum: <Quantity key="minimum" value={item.minimum} measure={item.measure} /> }}
          />
        </span>
      )}
      {item.unitCost && (
        <span className="under">
          <Text id="item.unit-cost" values={{ cost: <Amount key="cost" money={item.unitCost} /> }} />
        </span>
      )}
      {item.sourceSector && (
        <span className="under">
          <Text id="item.source-sector" values={{ sector: <bdi key="sector">{item.sourceSector}</bdi> }} />
        </span>
      )}
    </>
  );
}
