import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import { unitsQuery } from '../api/reference.js';
import { useDayText } from './dates.js';

const DAY = /\b\d{4}-\d{2}-\d{2}\b/g;
const MONEY = /\b(?!ISO )([A-Z]{3}) (\d+(?:\.\d+)?)\b/g;
const UNITS = /\b(\d+) × ([a-z][a-z-]*)/g;

/** Puts days, money and units in words of the api, which writes them for programs, into the form that the reader knows. */
export function useReaderForm(): (text: string) => string {
  const queries = useQueryClient();
  const dayText = useDayText();
  const { formatNumber } = useIntl();
  return useCallback(
    (text) => {
      // Where units are counted the page has their names already.
      const names = queries.getQueryData(unitsQuery.queryKey) ?? [];
      const nameOf = (code: string) => names.find((unit) => unit.code === code)?.name ?? code;
      const number = (digits: string) => {
        const decimals = digits.split('.')[1] ?? '';
        const shown = /^0*$/.test(decimals) ? 0 : decimals.length;
        return formatNumber(digits as Intl.StringNumericLiteral as never, {
          minimumFractionDigits: shown,
          maximumFractionDigits: shown,
        });
      };
      return text
        .replace(DAY, (day) => (Number.isNaN(Date.parse(day)) ? day : dayText(day)))
        .replace(MONEY, (_, currency: string, amount: string) => `${currency}\u00a0${number(amount)}`)
        .replace(UNITS, (_, count: string, code: string) => `${number(count)} × ${nameOf(code)}`);
    },
    [queries, dayText, formatNumber],
  );
}
