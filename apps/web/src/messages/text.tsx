import { useCallback } from 'react';
import type { ReactNode } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { MessageId } from './languages.js';

export type TextValues = Record<string, string | number>;
type Wrap = (chunks: ReactNode[]) => ReactNode;

/** Words of the catalogue as a string: `const t = useText(); t('needs.title')`. */
export function useText(): (id: MessageId, values?: TextValues) => string {
  const intl = useIntl();
  return useCallback((id, values) => intl.formatMessage({ id }, values), [intl]);
}

/** Words of the catalogue with elements in them. */
export function Text({ id, values }: { id: MessageId; values?: Record<string, ReactNode | Wrap> }) {
  return <FormattedMessage id={id} values={values} />;
}

/** The words for a code of the api (`state.need.` + `published`); a code without words is shown as it is. */
export function useCodeText(): (prefix: string, code: string) => string {
  const intl = useIntl();
  return useCallback(
    (prefix, code) => {
      const id = `${prefix}${code}`;
      return id in intl.messages ? intl.formatMessage({ id }) : code;
    },
    [intl],
  );
}
