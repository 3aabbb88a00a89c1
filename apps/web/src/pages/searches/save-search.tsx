import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { apiFilterOf, type NeedFilter } from '../../api/needs.js';
import { FormError } from '../../api/problem.js';
import { savedSearchesQuery, saveSearch } from '../../api/saved-searches.js';
import { Text, useCodeText, useText } from '../../messages/text.js';
import { ActForm, CheckField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { useFilterValueWords } from '../needs/filter-words.js';
import { activeFilters, type NeedFilters } from '../needs/filters.js';
import { addressOf } from '../needs/views.js';
import { isSameSearch } from './search-words.js';

const NAME_CHARS_MAX = 100;

interface SaveSearchProps {
  readonly filters: NeedFilters;
  /** What the list is asked with: that is what is saved. */
  readonly asked: NeedFilter;
}

/** Keeps the filter of the list under a name and, unless its person does not want it, tells them of what it finds from now on. */
export function SaveSearch(list: SaveSearchProps) {
  const searches = useQuery(savedSearchesQuery).data;
  const t = useText();
  if (!searches) return null;
  const same = searches.find((one) => isSameSearch(one, list.asked));
  if (same) {
    return (
      <p className="no-print">
        <Text
          id={same.alert ? 'search.saved-with-alert' : 'search.saved-without-alert'}
          values={{ name: <bdi key="name">{same.name}</bdi> }}
        />{' '}
        <Link to="/saved-searches">{t('searches.title')}</Link>
      </p>
    );
  }
  return (
    <details className="fold no-print">
      <summary>{t(activeFilters(list.filters).length > 0 ? 'search.alert-me' : 'search.alert-me-of-all')}</summary>
      <SaveForm {...list} />
    </details>
  );
}

function SaveForm({ filters, asked }: SaveSearchProps) {
  const t = useText();
  const queries = useQueryClient();
  const words = useCodeText();
  const valueOf = useFilterValueWords();
  const { view = 'all' } = addressOf(apiFilterOf(asked));
  const values = activeFilters(filters).map(({ name, value }) =>
    name === 'organization' ? t('filter.organization-one') : valueOf(name, value),
  );
  if (view !== 'all') values.unshift(words('needs.view.', view));
  const suggested = (values.join(', ') || t('search.every-need')).slice(0, NAME_CHARS_MAX);
  async function act(data: FormData) {
    const name = textOf(data, 'name');
    if (name === '') throw new FormError([{ path: 'name', detail: t('search.name-missing') }]);
    await saveSearch({ name, filter: apiFilterOf(asked), alert: data.has('alert') });
    await queries.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
  }
  return (
    <ActForm
      act={act}
      label={t('search.save')}
      done={(data) => t(data.has('alert') ? 'search.done.with-alert' : 'search.done.without-alert')}
    >
      {(pending) => (
        <>
          <TextField
            key={suggested}
            name="name"
            label={t('search.name')}
            defaultValue={suggested}
            maxLength={NAME_CHARS_MAX}
            dir="auto"
          />
          <CheckField name="alert" label={t('search.alert')} defaultChecked />
          <SubmitButton pending={pending}>{t('search.save')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
