import { useQuery } from '@tanstack/react-query';
import { useIntl } from 'react-intl';
import { organizationQuery } from '../../api/organizations.js';
import { areasQuery, categoriesQuery } from '../../api/reference.js';
import { useSession } from '../../api/session.js';
import type { Area, Need } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ChoicesField } from '../../ui/choices-field.js';
import { LongTextField, SelectField, TextField } from '../../ui/form.js';
import { Part } from '../../ui/form-parts.js';
import { useLanguageName } from '../reports/report-words.js';
import { useParagraphWords } from '../need/paragraphs.js';
import type { ItemStart } from './item-fields.js';
import { Items } from './items.js';

const LANGUAGES = ['ar', 'zh', 'en', 'fr', 'ru', 'es'];
const VISIBILITIES = ['public', 'states-only', 'parties-only', 'coordinators'];
const PRIORITIES = [5, 4, 3, 2, 1];
const CHANNELS = ['att-vtf', 'unscar', '1540-committee', 'other'];

interface NeedFieldsProps {
  readonly need?: Need;
  readonly draft: string;
  /** Of a new request: the country of its organization, and the items of a template. */
  readonly areaIso2?: string;
  readonly start?: readonly ItemStart[];
}

/** All that a request can say, in the order in which donors read it. */
export function NeedFields({ need, draft, areaIso2, start = [] }: NeedFieldsProps) {
  return (
    <>
      <Problem need={need} areaIso2={areaIso2} />
      <Items items={need?.items ?? start} version={need?.version} published={isPublished(need)} draft={draft} />
      <When need={need} />
      <Basis need={need} />
      <Readers need={need} />
    </>
  );
}

/** Then its area stays, its end is confirmed, and its items are waived. */
function isPublished(need?: Need): boolean {
  return need !== undefined && need.publishedAt !== null;
}

interface PartProps {
  readonly need?: Need;
}

function Problem({ need, areaIso2 }: PartProps & { areaIso2?: string }) {
  const t = useText();
  const language = useLanguageName();
  const { locale } = useIntl();
  const areas = useQuery(areasQuery).data ?? [];
  const organization = useQuery(organizationQuery(useSession()?.organization.id ?? '')).data;
  const codes = [organization?.areaIso2, ...(organization?.requestsForAreas ?? []), need?.areaIso2];
  const countries = areasAmong(codes, areas, organization?.areaIso2 ?? null, locale);
  const chosen = need?.areaIso2 ?? areaIso2;
  return (
    <Part title={t('need-form.part.problem')}>
      <TextField
        name="title"
        maxLength={300}
        dir="auto"
        label={t('need-form.title')}
        hint={t('need-form.title.hint')}
        defaultValue={need?.title}
      />
      <LongTextField
        name="summary"
        rows={6}
        label={t('need-form.summary')}
        hint={t('need-form.summary.hint')}
        defaultValue={need?.summary}
      />
      <div className="field-row">
        <SelectField name="language" label={t('need-form.language')} defaultValue={need?.language ?? 'en'}>
          {LANGUAGES.map((code) => (
            <option key={code} value={code}>
              {language(code)}
            </option>
          ))}
        </SelectField>
        {!isPublished(need) && (
          <SelectField name="areaIso2" label={t('need-form.area')} defaultValue={chosen ?? ''}>
            {chosen === undefined && <option value="">{t('need-form.choose')}</option>}
            {countries.map(({ iso2, name }) => (
              <option key={iso2} value={iso2}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      <LongTextField
        name="alreadyDone"
        maxLength={4000}
        label={t('need-form.already-done')}
        hint={t('need-form.already-done.hint')}
        defaultValue={need?.alreadyDone ?? undefined}
      />
    </Part>
  );
}

/** The areas of these codes: the own country or area, then the others as the reader looks names up. */
export function areasAmong(
  codes: readonly (string | null | undefined)[],
  areas: readonly Pick<Area, 'iso2' | 'name'>[],
  own: string | null,
  locale: string,
): { iso2: string; name: string }[] {
  const { compare } = new Intl.Collator(locale);
  const isOther = ({ iso2 }: { iso2: string }) => Number(iso2 !== own);
  return areas
    .flatMap(({ iso2, name }) => (iso2 !== null && codes.includes(iso2) ? [{ iso2, name }] : []))
    .sort((one, other) => isOther(one) - isOther(other) || compare(one.name, other.name));
}

function When({ need }: PartProps) {
  const t = useText();
  const day = { type: 'date', className: 'short' } as const;
  return (
    <Part title={t('need-form.part.when')}>
      <div className="field-row">
        <TextField
          {...day}
          name="neededFrom"
          label={t('need-form.needed-from')}
          defaultValue={need?.neededFrom ?? undefined}
        />
        <TextField
          {...day}
          name="neededBy"
          label={t('need-form.needed-by')}
          hint={t('need-form.needed-by.hint')}
          defaultValue={need?.neededBy ?? undefined}
        />
      </div>
      {!isPublished(need) && (
        <TextField
          {...day}
          name="validUntil"
          label={t('need-form.valid-until')}
          hint={t('need-form.valid-until.hint')}
          defaultValue={need?.validUntil ?? undefined}
        />
      )}
      <SelectField name="priority" label={t('need.priority')} defaultValue={need?.priority ?? ''}>
        <option value="">{t('value.not-stated')}</option>
        {PRIORITIES.map((priority) => (
          <option key={priority} value={priority}>
            {t('need.priority.of', { priority })}
          </option>
        ))}
      </SelectField>
    </Part>
  );
}

function Basis({ need }: PartProps) {
  const t = useText();
  const words = useCodeText();
  const categories = useQuery(categoriesQuery).data ?? [];
  const paragraph = useParagraphWords();
  const paragraphs = [...new Set(categories.flatMap((category) => category.paragraphs))]
    .map((code) => ({ code, name: paragraph(code) }))
    .sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  return (
    <Part title={t('need-form.part.basis')}>
      <TextField
        name="actionPlan"
        maxLength={300}
        dir="auto"
        label={t('need-form.action-plan')}
        hint={t('need-form.action-plan.hint')}
        defaultValue={need?.actionPlan ?? undefined}
      />
      <TextField
        name="actionPlanRank"
        type="number"
        min={1}
        max={99}
        className="short"
        label={t('need-form.action-plan-rank')}
        defaultValue={need?.actionPlanRank ?? undefined}
      />
      <ChoicesField
        name="paragraphs"
        label={t('need-form.paragraphs')}
        hint={t('need-form.paragraphs.hint')}
        options={paragraphs}
        chosen={need?.paragraphs ?? []}
      />
      <ChoicesField
        name="alsoSubmittedTo"
        label={t('need-form.also')}
        hint={t('need-form.also.hint')}
        options={CHANNELS.map((code) => ({ code, name: words('channel.', code) }))}
        chosen={need?.alsoSubmittedTo ?? []}
      />
      <TextField
        name="alsoSubmittedNote"
        maxLength={1000}
        dir="auto"
        label={t('need-form.also-note')}
        defaultValue={need?.alsoSubmittedNote ?? undefined}
      />
    </Part>
  );
}

function Readers({ need }: PartProps) {
  const t = useText();
  const words = useCodeText();
  const circles = VISIBILITIES.map((code) => (
    <option key={code} value={code}>
      {words('visibility.', code)}
    </option>
  ));
  return (
    <Part title={t('need-form.part.readers')}>
      <SelectField
        name="visibility"
        label={t('need.visibility')}
        hint={t('need-form.visibility.hint')}
        defaultValue={need?.visibility ?? 'parties-only'}
      >
        {circles}
      </SelectField>
      <SelectField
        name="siteVisibility"
        label={t('need.site-visibility')}
        hint={t('need-form.site-visibility.hint')}
        defaultValue={need?.siteVisibility ?? 'coordinators'}
      >
        {circles}
      </SelectField>
    </Part>
  );
}
