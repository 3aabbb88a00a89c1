import { useQuery } from '@tanstack/react-query';
import { bodiesQuery } from '../../api/offers.js';
import { areasQuery, categoriesQuery, typesQuery } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ChoicesField } from '../../ui/choices-field.js';
import { SelectField } from '../../ui/form.js';
import { Fold, Part } from '../../ui/form-parts.js';
import { followedLevel } from './read-offer.js';

const GROUPS = ['ldc', 'lldc', 'sids'];
const KINDS = ['state', 'donor-state', 'regional-organization', 'international-organization', 'ngo', 'un-entity'];
const LEVELS = ['1', '2', '3', '4'];

interface PartProps {
  readonly offer?: Offer;
}

/** Who may be given to, and who must carry it out. */
export function ForWhom({ offer }: PartProps) {
  const t = useText();
  const words = useCodeText();
  const { countries, regions } = useAreaChoices();
  return (
    <Part title={t('offer.part.for-whom')} lead={t('offer.part.for-whom.lead')}>
      <ChoicesField
        name="earmarkGroups"
        label={t('offer.field.groups')}
        options={GROUPS.map((code) => ({ code, name: words('group.', code) }))}
        chosen={offer?.earmarkGroups ?? []}
      />
      <Fold title={t('offer.field.regions')} open={(offer?.earmarkRegions.length ?? 0) > 0}>
        <ChoicesField
          name="earmarkRegions"
          label={t('offer.field.regions')}
          options={regions}
          chosen={offer?.earmarkRegions ?? []}
        />
      </Fold>
      <Fold title={t('offer.field.areas')} open={(offer?.earmarkAreas.length ?? 0) > 0}>
        <ChoicesField
          name="earmarkAreas"
          label={t('offer.field.areas')}
          options={countries}
          chosen={offer?.earmarkAreas ?? []}
        />
      </Fold>
      <CarriedOutBy implementer={offer?.implementer ?? null} kinds={offer?.implementerKinds ?? []} />
      <SelectField
        name="earmarkLevel"
        label={t('offer.level')}
        hint={t('offer.field.level.hint')}
        defaultValue={offer && offer.earmarkLevel !== followedLevel(offer) ? `${offer.earmarkLevel}` : ''}
      >
        <option value="">{t('offer.level.follows')}</option>
        {LEVELS.map((level) => (
          <option key={level} value={level}>
            {words('offer.level.', level)}
          </option>
        ))}
      </SelectField>
    </Part>
  );
}

interface CarriedOutByProps {
  /** Before the names of the fields. */
  readonly prefix?: string;
  readonly hint?: string;
  readonly implementer: Offer['implementer'];
  readonly kinds: readonly string[];
}

/** One body, or bodies of some kinds. */
export function CarriedOutBy({ prefix = '', hint, implementer, kinds }: CarriedOutByProps) {
  const t = useText();
  const words = useCodeText();
  const bodies = useQuery(bodiesQuery).data ?? [];
  const known = bodies.some(({ id }) => id === implementer?.id);
  const choices = implementer && !known ? [implementer, ...bodies] : bodies;
  return (
    <>
      <SelectField
        name={`${prefix}implementerId`}
        label={t('offer.field.implementer')}
        hint={hint ?? t('offer.field.implementer.hint')}
        defaultValue={implementer?.id ?? ''}
      >
        <option value="">{t('offer.anybody')}</option>
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <Fold title={t('offer.field.implementer-kinds')} open={kinds.length > 0}>
        <ChoicesField
          name={`${prefix}implementerKinds`}
          label={t('offer.field.implementer-kinds')}
          options={KINDS.map((code) => ({ code, name: words('organization.kinds.', code) }))}
          chosen={kinds}
        />
      </Fold>
    </>
  );
}

/** What is not given, whatever else fits. */
export function NotFor({ offer }: PartProps) {
  const t = useText();
  const { countries } = useAreaChoices();
  const categories = (useQuery(categoriesQuery).data ?? []).filter(({ neverMatches }) => !neverMatches);
  const types = useQuery(typesQuery).data ?? [];
  return (
    <Part title={t('offer.part.not-for')} lead={t('offer.part.not-for.lead')}>
      <Fold title={t('offer.not-for')} open={(offer?.excludedAreas.length ?? 0) > 0}>
        <ChoicesField
          name="excludedAreas"
          label={t('offer.not-for')}
          options={countries}
          chosen={offer?.excludedAreas ?? []}
        />
      </Fold>
      <Fold title={t('offer.not-categories')} open={(offer?.excludedCategories.length ?? 0) > 0}>
        <ChoicesField
          name="excludedCategories"
          label={t('offer.not-categories')}
          options={categories}
          chosen={offer?.excludedCategories ?? []}
        />
      </Fold>
      <Fold title={t('offer.not-types')} open={(offer?.excludedTypes.length ?? 0) > 0}>
        <ChoicesField
          name="excludedTypes"
          label={t('offer.not-types')}
          options={types}
          chosen={offer?.excludedTypes ?? []}
        />
      </Fold>
    </Part>
  );
}

function useAreaChoices() {
  const areas = useQuery(areasQuery).data ?? [];
  return {
    countries: areas.flatMap(({ iso2, name }) => (iso2 === null ? [] : [{ code: iso2, name }])),
    regions: areas.filter(({ kind }) => kind !== 'country' && kind !== 'world'),
  };
}
