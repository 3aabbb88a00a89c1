import { useQuery } from '@tanstack/react-query';
import { categoriesQuery, currenciesQuery, typesQuery, unitsQuery } from '../../api/reference.js';
import type { Offer } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Quantity } from '../../ui/amount.js';
import { ChoicesField } from '../../ui/choices-field.js';
import { LongTextField, SelectField, TextField } from '../../ui/form.js';
import { measureKey } from '../../ui/measure.js';
import { toDecimal } from '../../ui/money.js';
import { Part } from '../../ui/form-parts.js';
import { ForWhom, NotFor } from './offer-restrictions.js';
import { percentText } from './offer-words.js';

const MODES = ['north-south', 'south-south', 'triangular'];
const VISIBILITIES = ['public', 'private'];

/** All that an offer can say, part by part; what restricts it is folded until it is used. */
export function OfferFields({ offer }: { offer?: Offer }) {
  return (
    <>
      <What offer={offer} />
      <HowMuch offer={offer} />
      <ForWhom offer={offer} />
      <NotFor offer={offer} />
      <When offer={offer} />
      <HowItIsShown offer={offer} />
    </>
  );
}

interface PartProps {
  readonly offer?: Offer;
}

function What({ offer }: PartProps) {
  const t = useText();
  const categories = (useQuery(categoriesQuery).data ?? []).filter(({ neverMatches }) => !neverMatches);
  const types = useQuery(typesQuery).data ?? [];
  return (
    <Part title={t('offer.part.what')}>
      <TextField name="title" label={t('offer.field.title')} defaultValue={offer?.title} maxLength={300} dir="auto" />
      <LongTextField
        name="description"
        label={t('offer.field.description')}
        hint={t('offer.field.description.hint')}
        defaultValue={offer?.description}
      />
      <ChoicesField
        name="typeCodes"
        label={t('offer.types')}
        hint={t('offer.field.types.hint')}
        options={types}
        chosen={offer?.typeCodes ?? []}
      />
      <ChoicesField
        name="categoryCodes"
        label={t('offer.categories')}
        hint={t('offer.field.categories.hint')}
        options={categories}
        chosen={offer?.categoryCodes ?? []}
      />
    </Part>
  );
}

function HowMuch({ offer }: PartProps) {
  const t = useText();
  const currencies = useQuery(currenciesQuery).data ?? [];
  const units = useQuery(unitsQuery).data ?? [];
  const isFixed = offer !== undefined && offer.state !== 'draft';
  const typed = (value: string | null | undefined) => {
    if (value === null || value === undefined || !offer) return undefined;
    const { currency } = offer.measure;
    return currency === undefined ? value : toDecimal({ minor: value, currency }).replace(/\.0+$/, '');
  };
  const amount = { inputMode: 'decimal', autoComplete: 'off', className: 'short', dir: 'ltr' } as const;
  return (
    <Part title={t('offer.part.how-much')}>
      {isFixed ? (
        <p>
          {t('offer.measure-fixed')} <Quantity value={offer.capacity} measure={offer.measure} />
        </p>
      ) : (
        <SelectField
          name="measure"
          label={t('offer.field.measure')}
          hint={t('offer.field.measure.hint')}
          defaultValue={offer ? measureKey(offer.measure) : ''}
        >
          <option value="">{t('offer.choose')}</option>
          <optgroup label={t('offer.money')}>
            {currencies.map(({ code, name }) => (
              <option key={code} value={`currency ${code}`}>
                {t('offer.currency', { code, name })}
              </option>
            ))}
          </optgroup>
          <optgroup label={t('offer.things')}>
            {units.map(({ code, name }) => (
              <option key={code} value={`unit ${code}`}>
                {name}
              </option>
            ))}
          </optgroup>
        </SelectField>
      )}
      <TextField
        name="capacity"
        label={t('offer.field.capacity')}
        hint={isFixed ? t('offer.field.capacity.grows') : t('offer.field.capacity.hint')}
        defaultValue={typed(offer?.capacity)}
        {...amount}
      />
      <div className="pair">
        <TextField
          name="minimumLot"
          label={t('offer.lot')}
          hint={t('offer.field.lot.hint')}
          defaultValue={typed(offer?.minimumLot)}
          {...amount}
        />
        <TextField
          name="maximumPerRecipient"
          label={t('offer.per-recipient')}
          hint={t('offer.field.may-be-empty')}
          defaultValue={typed(offer?.maximumPerRecipient)}
          {...amount}
        />
      </div>
      <TextField
        name="maximumShareBp"
        label={t('offer.field.share')}
        hint={t('offer.field.share.hint')}
        defaultValue={offer?.maximumShareBp ? percentText(offer.maximumShareBp) : undefined}
        {...amount}
      />
    </Part>
  );
}

function When({ offer }: PartProps) {
  const t = useText();
  const day = { type: 'date', className: 'short' } as const;
  return (
    <Part title={t('offer.part.when')}>
      <div className="pair">
        <TextField
          name="validFrom"
          label={t('offer.valid-from')}
          hint={t('offer.valid-from.hint')}
          defaultValue={offer?.validFrom}
          {...day}
        />
        <TextField
          name="validUntil"
          label={t('offer.valid-until')}
          hint={t('offer.valid-until.hint')}
          defaultValue={offer?.validUntil ?? undefined}
          {...day}
        />
      </div>
      <div className="pair">
        <TextField
          name="usableFrom"
          label={t('offer.usable-from')}
          hint={t('offer.usable.hint')}
          defaultValue={offer?.usableFrom ?? undefined}
          {...day}
        />
        <TextField
          name="usableUntil"
          label={t('offer.usable-until')}
          hint={t('offer.usable.hint')}
          defaultValue={offer?.usableUntil ?? undefined}
          {...day}
        />
      </div>
    </Part>
  );
}

function HowItIsShown({ offer }: PartProps) {
  const t = useText();
  const words = useCodeText();
  return (
    <Part title={t('offer.part.words')}>
      <LongTextField
        name="conditions"
        label={t('offer.in-words')}
        hint={t('offer.field.conditions.hint')}
        defaultValue={offer?.conditions}
      />
      <TextField
        name="contact"
        label={t('offer.contact')}
        hint={t('offer.field.contact.hint')}
        defaultValue={offer?.contact}
        maxLength={300}
        dir="auto"
      />
      <SelectField name="cooperationMode" label={t('offer.mode')} defaultValue={offer?.cooperationMode ?? ''}>
        <option value="">{t('value.not-stated')}</option>
        {MODES.map((mode) => (
          <option key={mode} value={mode}>
            {words('offer.mode.', mode)}
          </option>
        ))}
      </SelectField>
      <SelectField name="visibility" label={t('offer.field.visibility')} defaultValue={offer?.visibility ?? 'public'}>
        {VISIBILITIES.map((visibility) => (
          <option key={visibility} value={visibility}>
            {words('offer.visibility.', visibility)}
          </option>
        ))}
      </SelectField>
    </Part>
  );
}
