import { useIntl } from 'react-intl';
import type { Reasons, Rule } from '../../api/types.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { Day } from '../../ui/dates.js';
import { ShareBar } from '../../ui/coverage.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { changeWords, dayOf, partWords, ruleWords } from './reason-words.js';
import type { Measures } from './reason-words.js';
import { useVocabulary } from './use-vocabulary.js';

const POINTS = 100;

/** Points of 100; a score never stands alone, its parts are one step away. */
export function Score({ value }: { value: number }) {
  const { formatNumber } = useIntl();
  return (
    <span className="score">
      <Text
        id="score"
        values={{
          points: <strong>{formatNumber(value * POINTS, { maximumFractionDigits: 0 })}</strong>,
          of: formatNumber(POINTS),
        }}
      />
    </span>
  );
}

/** Why a match stands where it stands: every part with its fact, weight and value; then every condition. */
export function ReasonsView({ reasons, measures }: { reasons: Reasons; measures: Measures }) {
  return (
    <>
      <Compared reasons={reasons} />
      {reasons.parts.length > 0 && <PartsTable reasons={reasons} measures={measures} />}
      <RulesList rules={reasons.rules} measures={measures} />
    </>
  );
}

function Compared({ reasons }: { reasons: Reasons }) {
  const day = dayOf(reasons);
  if (day === null) return null;
  return (
    <p className="hint">
      <Text id="reasons.compared" values={{ day: <Day key="day" value={day} />, version: reasons.policyVersion }} />
    </p>
  );
}

function PartsTable({ reasons, measures }: { reasons: Reasons; measures: Measures }) {
  const t = useText();
  const words = useCodeText();
  const say = useVocabulary();
  const { formatNumber } = useIntl();
  const share = (value: number) => formatNumber(value, { style: 'percent', maximumFractionDigits: 0 });
  const points = (value: number) =>
    formatNumber(value * POINTS, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const columns = [
    { label: t('reasons.column.part') },
    { label: t('reasons.column.fact') },
    { label: t('reasons.column.value'), numeric: true },
    { label: t('reasons.column.weight'), numeric: true },
    { label: t('reasons.column.points'), numeric: true },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <StackingTable caption={t('reasons.caption')} columns={columns}>
      {reasons.parts.map((part) => (
        <tr role="row" key={part.part}>
          <Cell heading label={labels[0]}>
            {words('part.name.', part.part)}
          </Cell>
          <Cell label={labels[1]}>{partWords(part, measures, say)}</Cell>
          <Cell label={labels[2]} numeric>
            {share(part.value)}
            <ShareBar share={part.value} />
          </Cell>
          <Cell label={labels[3]} numeric>
            {share(part.weight)}
          </Cell>
          <Cell label={labels[4]} numeric>
            {points(part.weight * part.value)}
          </Cell>
        </tr>
      ))}
      {reasons.score !== null && (
        <tr role="row" className="sum">
          <Cell heading label={labels[0]}>
            {t('reasons.sum')}
          </Cell>
          <Cell label={labels[1]}>{t('reasons.sum-of')}</Cell>
          <Cell label={labels[2]} numeric>
            {''}
          </Cell>
          <Cell label={labels[3]} numeric>
            {share(reasons.parts.reduce((sum, { weight }) => sum + weight, 0))}
          </Cell>
          <Cell label={labels[4]} numeric>
            <strong>{points(reasons.score)}</strong>
          </Cell>
        </tr>
      )}
    </StackingTable>
  );
}

/** Failing conditions first and in full; those that hold are one step away. */
export function RulesList({ rules, measures }: { rules: readonly Rule[]; measures: Measures }) {
  const t = useText();
  const say = useVocabulary();
  const failing = rules.filter(({ holds }) => !holds);
  const holding = rules.filter(({ holds }) => holds);
  return (
    <>
      {failing.length > 0 && (
        <ul className="rules">
          {failing.map((rule) => (
            <li key={rule.rule} className="rule-fails">
              <span className="rule-mark">{t('rule.fails')}</span> {ruleWords(rule, measures, say)}
              {rule.change && (
                <span className="under">
                  <Text id="change.would-fit" values={{ change: changeWords(rule.change, measures, say) }} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {holding.length > 0 && (
        <details>
          <summary>{t('reasons.holding', { holding: holding.length, all: rules.length })}</summary>
          <ul className="rules">
            {holding.map((rule) => (
              <li key={rule.rule}>
                <span className="rule-mark">{t('rule.holds')}</span> {ruleWords(rule, measures, say)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
