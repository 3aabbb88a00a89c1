import { useQuery } from '@tanstack/react-query';
import { categoriesQuery, currenciesQuery, itemKindsQuery, typesQuery, unitsQuery } from '../../api/reference.js';
import type { NeedItem } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { CheckField, LongTextField, SelectField, TextField } from '../../ui/form.js';
import { Fold } from '../../ui/form-parts.js';
import { measureKey } from '../../ui/measure.js';
import { toDecimal } from '../../ui/money.js';
import { shortened } from '../../ui/words.js';

/** What is known of an item when the form begins: all of it, what a template says, or nothing. */
export type ItemStart = Partial<NeedItem>;

const COST_CURRENCY = 'USD';

interface ItemFieldsProps {
  /** Place in the list, from 0; its fields are `items.<index>.…`, as problems name them. */
  readonly index: number;
  readonly item?: ItemStart;
  readonly onRemove?: () => void;
}

/** One thing that is asked for: what, how much, and under a fold where, by when and after what. */
export function ItemFields({ index, item, onRemove }: ItemFieldsProps) {
  const t = useText();
  const at = (field: string) => `items.${index}.${field}`;
  const place = index + 1;
  const categories = useQuery(categoriesQuery).data ?? [];
  const types = useQuery(typesQuery).data ?? [];
  return (
    <details className="item-fold" open={index === 0 || item === undefined} data-line={t('need-form.line', { place })}>
      <summary>{t('need-form.item', { place, what: shortened(item?.description ?? '', 60) })}</summary>
      <div className="part">
        <input type="hidden" name={at('id')} defaultValue={item?.id} />
        <div className="field-row">
          <SelectField
            name={at('categoryCode')}
            label={t('need-form.category')}
            defaultValue={item?.categoryCode ?? categories.find(({ neverMatches }) => neverMatches)?.code}
          >
            {standInFirst(categories).map(({ code, name, neverMatches }) => (
              <option key={code} value={code}>
                {neverMatches ? t('need-form.choose') : name}
              </option>
            ))}
          </SelectField>
          <SelectField name={at('typeCode')} label={t('need-form.type')} defaultValue={item?.typeCode ?? ''}>
            <option value="">{t('need-form.choose')}</option>
            {types.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </SelectField>
        </div>
        <UsualItem at={at} item={item} />
        <LongTextField
          name={at('description')}
          label={t('need-form.what')}
          hint={t('need-form.what.hint')}
          defaultValue={item?.description}
        />
        <HowMuch at={at} item={item} />
        <Fold title={t('need-form.more')} open={hasMore(item)}>
          <Circumstances at={at} item={item} />
        </Fold>
        {onRemove && (
          <p>
            <button type="button" className="button-link" onClick={onRemove}>
              {t('need-form.remove', { place })}
            </button>
          </p>
        )}
      </div>
    </details>
  );
}

/** The stand-in of what is in no category yet, then the categories. */
function standInFirst<T extends { neverMatches: boolean }>(categories: readonly T[]): T[] {
  return [...categories].sort((one, other) => Number(other.neverMatches) - Number(one.neverMatches));
}

interface PartProps {
  readonly at: (field: string) => string;
  readonly item?: ItemStart;
}

/** Things that are often asked for: choosing one fills its type, its unit and, where nothing is written yet, its name. */
function UsualItem({ at, item }: PartProps) {
  const t = useText();
  const kinds = useQuery(itemKindsQuery).data ?? [];
  const choose = ({ value, form }: HTMLSelectElement) => {
    const kind = kinds.find(({ code }) => code === value);
    if (!kind) return;
    const fill = (field: string, text: string) => {
      const control = form?.elements.namedItem(at(field)) as HTMLSelectElement | HTMLTextAreaElement;
      control.value = text;
      control.dispatchEvent(new Event('input', { bubbles: true }));
    };
    fill('typeCode', kind.typeCode);
    fill('measure', `unit ${kind.unitCode}`);
    const { value: written } = form?.elements.namedItem(at('description')) as HTMLTextAreaElement;
    if (written.trim() === '' || kinds.some(({ name }) => name === written)) fill('description', kind.name);
  };
  return (
    <SelectField
      name={at('kind')}
      label={t('need-form.kind')}
      hint={t('need-form.kind.hint')}
      defaultValue={kinds.find(({ name }) => name === item?.description)?.code ?? ''}
      onChange={({ currentTarget }) => choose(currentTarget)}
    >
      <option value="">{t('need-form.kind.other')}</option>
      {kinds.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

function HowMuch({ at, item }: PartProps) {
  const t = useText();
  const currencies = useQuery(currenciesQuery).data ?? [];
  const units = useQuery(unitsQuery).data ?? [];
  const typed = (value: string | null | undefined) => {
    if (value === null || value === undefined || value === '0' || !item?.measure) return undefined;
    const { currency } = item.measure;
    return currency === undefined ? value : toDecimal({ minor: value, currency }).replace(/\.0+$/, '');
  };
  const amount = { inputMode: 'decimal', autoComplete: 'off', className: 'short', dir: 'ltr' } as const;
  return (
    <>
      <SelectField
        name={at('measure')}
        label={t('need-form.measure')}
        hint={t('need-form.measure.hint')}
        defaultValue={item?.measure ? measureKey(item.measure) : ''}
      >
        <option value="">{t('need-form.choose')}</option>
        <optgroup label={t('need-form.things')}>
          {units.map(({ code, name }) => (
            <option key={code} value={`unit ${code}`}>
              {name}
            </option>
          ))}
        </optgroup>
        <optgroup label={t('need-form.money')}>
          {currencies.map(({ code, name }) => (
            <option key={code} value={`currency ${code}`}>
              {code} {name}
            </option>
          ))}
        </optgroup>
      </SelectField>
      <div className="field-row">
        <TextField
          {...amount}
          name={at('requested')}
          label={t('need-form.requested')}
          hint={t('need-form.requested.hint')}
          defaultValue={typed(item?.requested)}
        />
        <TextField
          {...amount}
          name={at('minimum')}
          label={t('need-form.minimum')}
          hint={t('need-form.minimum.hint')}
          defaultValue={typed(item?.minimum)}
        />
      </div>
      <div className="field-row">
        <TextField
          {...amount}
          name={at('unitCost')}
          label={t('need-form.unit-cost')}
          hint={t('need-form.unit-cost.hint')}
          defaultValue={item?.unitCost ? toDecimal(item.unitCost).replace(/\.0+$/, '') : undefined}
        />
        <SelectField
          name={at('unitCostCurrency')}
          label={t('need-form.unit-cost-currency')}
          defaultValue={item?.unitCost?.currency ?? COST_CURRENCY}
        >
          {currencies.map(({ code, name }) => (
            <option key={code} value={code}>
              {code} {name}
            </option>
          ))}
        </SelectField>
      </div>
    </>
  );
}

function Circumstances({ at, item }: PartProps) {
  const t = useText();
  return (
    <>
      <TextField
        name={at('neededBy')}
        type="date"
        className="short"
        label={t('need-form.item-needed-by')}
        defaultValue={item?.neededBy ?? undefined}
      />
      <TextField
        name={at('place')}
        maxLength={300}
        dir="auto"
        label={t('need-form.place')}
        hint={t('need-form.place.hint')}
        defaultValue={item?.place ?? undefined}
      />
      <TextField
        name={at('site')}
        maxLength={300}
        dir="auto"
        label={t('need-form.site')}
        hint={t('need-form.site.hint')}
        defaultValue={item?.site ?? undefined}
      />
      <LongTextField
        name={at('prerequisites')}
        maxLength={4000}
        label={t('need-form.prerequisites')}
        hint={t('need-form.prerequisites.hint')}
        defaultValue={item?.prerequisites ?? undefined}
      />
      <LongTextField
        name={at('ownContribution')}
        maxLength={4000}
        label={t('need-form.own-contribution')}
        hint={t('need-form.own-contribution.hint')}
        defaultValue={item?.ownContribution ?? undefined}
      />
      <CheckField
        name={at('isEssential')}
        label={t('need-form.essential')}
        defaultChecked={item?.isEssential ?? true}
      />
    </>
  );
}

function hasMore(item: ItemStart | undefined): boolean {
  if (!item) return false;
  const { neededBy, place, site, prerequisites, ownContribution } = item;
  return [neededBy, place, site, prerequisites, ownContribution].some((value) => (value ?? null) !== null);
}
