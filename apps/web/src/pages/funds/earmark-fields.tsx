import { useQuery } from '@tanstack/react-query';
import { areasQuery, categoriesQuery, typesQuery } from '../../api/reference.js';
import type { EarmarkInput } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ChoicesField, choicesOf } from '../../ui/choices-field.js';
import { SelectField, textOf } from '../../ui/form.js';
import { Fold, Part } from '../../ui/form-parts.js';
import { CarriedOutBy } from '../offer/offer-restrictions.js';

const GROUPS = ['ldc', 'lldc', 'sids'] as const;
const LEVELS = ['1', '2', '3', '4'];

/** What a pledge may be used for; nothing chosen leaves it free. */
export function EarmarkFields() {
  const t = useText();
  const words = useCodeText();
  const areas = useQuery(areasQuery).data ?? [];
  const categories = (useQuery(categoriesQuery).data ?? []).filter(({ neverMatches }) => !neverMatches);
  const types = useQuery(typesQuery).data ?? [];
  const countries = areas.flatMap(({ iso2, name }) => (iso2 === null ? [] : [{ code: iso2, name }]));
  const regions = areas.filter(({ kind }) => kind !== 'country' && kind !== 'world');
  const folds = [
    { name: 'earmark.categories', label: t('earmark.categories'), options: categories },
    { name: 'earmark.types', label: t('earmark.types'), options: types },
    { name: 'earmark.regions', label: t('offer.field.regions'), options: regions },
    { name: 'earmark.areas', label: t('offer.field.areas'), options: countries },
    { name: 'earmark.excludedAreas', label: t('offer.not-for'), options: countries },
    { name: 'earmark.excludedCategories', label: t('offer.not-categories'), options: categories },
    { name: 'earmark.excludedTypes', label: t('offer.not-types'), options: types },
  ];
  return (
    <details className="fold">
      <summary>{t('earmark.open')}</summary>
      <Part title={t('agreement.earmark')} lead={t('earmark.lead')}>
        <ChoicesField
          name="earmark.groups"
          label={t('offer.field.groups')}
          options={GROUPS.map((code) => ({ code, name: words('group.', code) }))}
          chosen={[]}
        />
        {folds.map((field) => (
          <Fold key={field.name} title={field.label} open={false}>
            <ChoicesField {...field} chosen={[]} />
          </Fold>
        ))}
        <CarriedOutBy prefix="earmark." hint={t('earmark.implementer.hint')} implementer={null} kinds={[]} />
        <SelectField name="earmark.level" label={t('offer.level')} hint={t('earmark.level.hint')} defaultValue="">
          <option value="">{t('offer.level.follows')}</option>
          {LEVELS.map((level) => (
            <option key={level} value={level}>
              {words('offer.level.', level)}
            </option>
          ))}
        </SelectField>
      </Part>
    </details>
  );
}

/** The earmark in such fields; its level follows from what is named, unless it was chosen. */
export function earmarkOf(data: FormData): EarmarkInput {
  const lists = {
    areas: choicesOf(data, 'earmark.areas'),
    regions: choicesOf(data, 'earmark.regions'),
    groups: choicesOf(data, 'earmark.groups') as EarmarkInput['groups'],
    categories: choicesOf(data, 'earmark.categories'),
    types: choicesOf(data, 'earmark.types'),
    excludedAreas: choicesOf(data, 'earmark.excludedAreas'),
    excludedCategories: choicesOf(data, 'earmark.excludedCategories'),
    excludedTypes: choicesOf(data, 'earmark.excludedTypes'),
    implementerKinds: choicesOf(data, 'earmark.implementerKinds') as EarmarkInput['implementerKinds'],
  };
  const implementerId = textOf(data, 'earmark.implementerId') || null;
  const level = textOf(data, 'earmark.level');
  const isTied = lists.areas.length > 0 || implementerId !== null;
  const followed = isTied ? 3 : Object.values(lists).some((list) => list && list.length > 0) ? 2 : 1;
  return { ...lists, implementerId, level: level === '' ? followed : Number(level) };
}
