import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useId, useState } from 'react';
import { organizationQuery, organizationsQuery } from '../../api/organizations.js';
import { FormError, isStatus } from '../../api/problem.js';
import { Text, useText } from '../../messages/text.js';
import { TextField, textOf } from '../../ui/form.js';

const NAME = 'organizationId';
const ID = /^org_[0-9a-z]{26}$/;

/** For an administrator: an organization by its name; what is typed so far brings up names to choose from. */
export function OrganizationField({ initial }: { initial?: string }) {
  const t = useText();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const q = useDeferredValue(typed.trim()) || undefined;
  const names = useInfiniteQuery(organizationsQuery({ q })).data?.pages[0]?.items ?? [];
  return (
    <>
      <TextField
        name={NAME}
        label={t('invite.organization')}
        hint={
          <Text
            id="invite.organization.hint"
            values={{
              add: (words) => (
                <Link key="add" to="/organizations" hash="add">
                  {words}
                </Link>
              ),
            }}
          />
        }
        list={listId}
        dir="auto"
        autoComplete="off"
        maxLength={300}
        defaultValue={initial}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <datalist id={listId}>
        {[...new Set(names.map(({ name }) => name))].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** The id of the one organization that is called as was typed, or has that id. @throws FormError */
export function useOrganizationId(): (data: FormData) => Promise<string> {
  const t = useText();
  const queries = useQueryClient();
  const wrong = (detail: string) => new FormError([{ path: NAME, detail }]);
  const unknown = (error: unknown): never => {
    throw isStatus(error, 404) ? wrong(t('invite.organization.unknown')) : error;
  };
  return async (data) => {
    const typed = textOf(data, NAME);
    if (typed === '') throw wrong(t('invite.organization.missing'));
    if (ID.test(typed)) {
      const known = queries.fetchQuery(organizationQuery(typed));
      return (await known.catch((error: unknown) => unknown(error))).id;
    }
    const { pages } = await queries.fetchInfiniteQuery(organizationsQuery({ q: typed }));
    const items = pages.flatMap((page) => page.items);
    const named = items.filter(({ name }) => name.toLowerCase() === typed.toLowerCase());
    const [one, another] = named;
    if (one && !another) return one.id;
    throw wrong(t(another ? 'invite.organization.several' : 'invite.organization.unknown'));
  };
}
