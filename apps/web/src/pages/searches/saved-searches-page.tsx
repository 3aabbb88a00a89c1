import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormError } from '../../api/problem.js';
import { changeSearch, removeSearch, savedSearchesQuery, saveSearch } from '../../api/saved-searches.js';
import type { SavedSearch } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { thenToHeading } from '../../ui/after-act.js';
import { ActForm, CheckField, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { Page } from '../../ui/page.js';
import { Tag } from '../../ui/tag.js';
import { Loaded, Trouble } from '../../ui/trouble.js';
import { UndoNotice } from '../../ui/undo-notice.js';
import { filtersOfSearch, useSearchWords } from './search-words.js';

/** The filters that a person keeps, each a link to the list with it. */
export function SavedSearchesPage() {
  const t = useText();
  const queries = useQueryClient();
  const searches = useQuery(savedSearchesQuery);
  const [removed, setRemoved] = useState<SavedSearch | null>(null);
  const reread = () => queries.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
  const remove = useMutation({
    mutationFn: ({ id }: SavedSearch) => removeSearch(id),
    onSuccess: (_, search) => setRemoved(search),
    onSettled: reread,
  });
  const undo = useMutation({
    mutationFn: ({ name, filter, alert }: SavedSearch) => saveSearch({ name, filter, alert }),
    onSuccess: () => setRemoved(null),
    onSettled: reread,
  });
  const error = remove.error ?? undo.error;
  return (
    <Page title={t('searches.title')} lead={<p>{t('searches.lead')}</p>}>
      {removed && (
        <UndoNotice key={removed.id} onUndo={() => undo.mutate(removed)} onOver={() => setRemoved(null)}>
          <Text id="search.removed" values={{ name: <bdi key="name">{removed.name}</bdi> }} />
        </UndoNotice>
      )}
      {error && <Trouble error={error} />}
      <Loaded query={searches} loading={t('searches.loading')}>
        {(items) =>
          items.length === 0 ? (
            <Nothing />
          ) : (
            <ul className="entries section">
              {items.map((search) => (
                <li key={search.id}>
                  <Search search={search} onRemove={() => remove.mutate(search)} onChanged={reread} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Page>
  );
}

function Nothing() {
  const t = useText();
  return (
    <div className="notice">
      <p className="notice-title">{t('searches.none')}</p>
      <p>
        {t('searches.none-step')} <Link to="/needs">{t('action.to-needs')}</Link>
      </p>
    </div>
  );
}

interface SearchProps {
  readonly search: SavedSearch;
  readonly onRemove: () => void;
  readonly onChanged: () => Promise<void>;
}

function Search({ search, onRemove, onChanged }: SearchProps) {
  const t = useText();
  const words = useSearchWords();
  const filters = filtersOfSearch(search);
  return (
    <>
      <p className="entry-title" id={search.id}>
        <Link to="/needs" search={filters}>
          <bdi>{search.name}</bdi>
        </Link>{' '}
        <Tag tone={search.alert ? 'active' : undefined}>{t(search.alert ? 'search.alerts' : 'search.quiet')}</Tag>
      </p>
      <p className="under">{words(filters)}</p>
      <details className="fold no-print">
        <summary aria-describedby={search.id}>{t('search.change')}</summary>
        <ChangeForm search={search} onChanged={onChanged} />
        <p className="acts">
          <button type="button" className="button button-danger" onClick={thenToHeading(onRemove)}>
            {t('search.remove')}
          </button>
        </p>
      </details>
    </>
  );
}

function ChangeForm({ search, onChanged }: Omit<SearchProps, 'onRemove'>) {
  const t = useText();
  async function act(data: FormData) {
    const name = textOf(data, 'name');
    if (name === '') throw new FormError([{ path: 'name', detail: t('search.name-missing') }]);
    await changeSearch(search, { name, alert: data.has('alert') });
    await onChanged();
  }
  return (
    <ActForm
      key={search.version}
      act={act}
      label={t('form.of', { act: t('search.change'), what: search.name })}
      done={(data) => t(data.has('alert') ? 'search.done.with-alert' : 'search.done.without-alert')}
      onConflict={() => void onChanged()}
    >
      {(pending) => (
        <>
          <TextField name="name" label={t('search.name')} defaultValue={search.name} maxLength={100} dir="auto" />
          <CheckField name="alert" label={t('search.alert')} defaultChecked={search.alert} />
          <SubmitButton pending={pending}>{t('search.change.submit')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
