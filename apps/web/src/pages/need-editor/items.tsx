import { useRef, useState } from 'react';
import { useText } from '../../messages/text.js';
import { draftFields, typedIn, useDraftName } from '../../ui/draft.js';
import { Part } from '../../ui/form-parts.js';
import { ItemFields, type ItemStart } from './item-fields.js';

/** The names of fields that are removed are none of those that are sent. */
const REMOVED_FROM = 1_000;

/** A row keeps its key when one before it goes, and with it what was typed; its fields are named by its place. */
interface Row {
  readonly key: number;
  readonly item?: ItemStart;
}

interface ItemsProps {
  readonly items: readonly ItemStart[];
  /** Of the need that the items are of; none of a new one. */
  readonly version?: number;
  readonly published: boolean;
  readonly draft: string;
}

/** A list of items that grows and shrinks; what was typed into it before comes back with as many. */
export function Items({ items, version, published, draft }: ItemsProps) {
  const t = useText();
  const draftName = useDraftName(draft) ?? '';
  const [rows, setRows] = useState(() => rowsOf(items, draftFields(draftName)));
  // What is removed stays where it stood, out of sight and not sent, until it is put back or the form goes.
  const [removed, setRemoved] = useState<readonly number[]>([]);
  const isRemoved = ({ key }: Row) => removed.includes(key);
  const standing = rows.filter((row) => !isRemoved(row));
  const [shown, setShown] = useState({ version, items });
  if (shown.version !== version) {
    const { isTyped } = typedIn(draftName);
    const isWritten = (row: Row) =>
      isRemoved(row) ? row.item === undefined : isTyped(`items.${standing.indexOf(row)}`);
    const later = rowsOfVersion(rows, shown.items, items, isWritten);
    setShown({ version, items });
    setRows(later);
    setRemoved(removed.filter((key) => later.some((row) => row.key === key)));
  }
  const last = rows.find(({ key }) => key === removed.at(-1));
  const count = useRef<HTMLInputElement>(null);
  const undo = useRef<HTMLButtonElement>(null);
  function afterwards(focus?: () => void) {
    setTimeout(() => {
      // The draft is kept once the fields are those of the new rows.
      count.current?.dispatchEvent(new Event('input', { bubbles: true }));
      focus?.();
    });
  }
  function add() {
    setRows([...rows, { key: nextKey(rows, items) }]);
    afterwards();
  }
  function remove({ key }: Row) {
    setRemoved([...removed, key]);
    afterwards(() => undo.current?.focus());
  }
  function putBack({ key }: Row) {
    setRemoved(removed.filter((one) => one !== key));
    const form = count.current?.form;
    afterwards(() => form?.querySelector<HTMLElement>(`[data-row="${key}"] summary`)?.focus());
  }
  return (
    <Part title={t('need-form.part.items')} lead={t('need-form.part.items.lead')}>
      <input ref={count} type="hidden" name="rows" value={standing.length} readOnly />
      {rows.map((row) => (
        <fieldset key={row.key} data-row={row.key} disabled={isRemoved(row)} hidden={isRemoved(row)}>
          <ItemFields
            index={isRemoved(row) ? REMOVED_FROM + row.key : standing.indexOf(row)}
            item={row.item}
            onRemove={standing.length > 1 && !(published && row.item?.id) ? () => remove(row) : undefined}
          />
        </fieldset>
      ))}
      <p className="row">
        <button type="button" className="button" onClick={add}>
          {t('need-form.add')}
        </button>
        {last !== undefined && (
          <button ref={undo} type="button" className="button" onClick={() => putBack(last)}>
            {t('need-form.put-back')}
          </button>
        )}
      </p>
    </Part>
  );
}

const nextKey = (rows: readonly Row[], items: readonly ItemStart[]) =>
  Math.max(...rows.map(({ key }) => key), items.length) + 1;

/** The items that a draft holds, by their ids; without one, all. New rows come after all items. */
function rowsOf(items: readonly ItemStart[], draft: ReadonlyMap<string, string>): readonly Row[] {
  const row = (key: number) => ({ key, item: items[key] });
  const places = [...draft.keys()].flatMap((field) => /^items\.(\d+)\./.exec(field)?.[1] ?? []).map(Number);
  if (places.length === 0) return Array.from({ length: Math.max(items.length, 1) }, (_, index) => row(index));
  return Array.from({ length: Math.max(...places) + 1 }, (_, index) => {
    const id = draft.get(`items.${index}.id`) ?? '';
    const place = id === '' ? -1 : items.findIndex((item) => item.id === id);
    // What a template began has no id; it stands where it stood.
    const isOfTemplate = items[index] !== undefined && items[index].id === undefined;
    return row(place >= 0 ? place : isOfTemplate ? index : items.length + 1 + index);
  });
}

/**
 * The rows once the need has other items: each item of it in its row, then what was written here and is in no item of it. What
 * somebody else removed while it was written into stays as a new item.
 */
function rowsOfVersion(
  rows: readonly Row[],
  before: readonly ItemStart[],
  items: readonly ItemStart[],
  isWritten: (row: Row) => boolean,
): readonly Row[] {
  const next = nextKey(rows, items);
  const known = items.flatMap((item, index) => {
    const key = rows.find((row) => row.item?.id === item.id)?.key;
    // A draft that came back without a row for an item had removed it.
    const isGone = key === undefined && before.some(({ id }) => id === item.id);
    return isGone ? [] : [{ key: key ?? next + index, item }];
  });
  const own = rows
    .filter((row) => !known.some(({ key }) => key === row.key) && isWritten(row))
    .map(({ key, item }) => ({ key, item: item && { ...item, id: undefined } }));
  const all = [...known, ...own];
  return all.length > 0 ? all : [{ key: next }];
}
