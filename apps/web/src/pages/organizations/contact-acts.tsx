import { delegate, endContact, endDelegation, handOver, setLetter, verifyContact } from '../../api/organizations.js';
import { FormError } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import type { Organization } from '../../api/types.js';
import { useText } from '../../messages/text.js';
import { useDayText } from '../../ui/dates.js';
import { ActForm, SubmitButton, TextField, textOf } from '../../ui/form.js';
import { sendWhole } from '../../ui/unreadable.js';
import { PersonField } from './designate-form.js';
import { useLetter } from './letter-field.js';
import { useActOf, useOrganizationActs, type ContactActProps } from './organization-acts.js';
import { ShowForm } from './show-form.js';

/** In which part of them the person acts; null: nobody signed in. */
function usePart({ organization, contact }: ContactActProps) {
  const session = useSession();
  if (!session) return null;
  const isFocalPoint = session.role === 'focal-point';
  return {
    isSecretariat: session.role === 'coordinator' || session.role === 'administrator',
    isSelf: isFocalPoint && session.person.id === contact.personId,
    isPrimary:
      isFocalPoint &&
      organization.pointsOfContact.some(
        ({ personId, instrument, isPrimary, isCurrent }) =>
          isCurrent && isPrimary && personId === session.person.id && instrument === contact.instrument,
      ),
  };
}

/** What this person can do with a point of contact that is still to come. */
export function ComingContactActs(props: ContactActProps) {
  const part = usePart(props);
  if (!part) return null;
  return (
    <div className="acts no-print">
      {(part.isSecretariat || part.isPrimary) && <LetterForm {...props} />}
      {part.isSecretariat && <CancelForm {...props} />}
    </div>
  );
}

/** What this person can do with a point of contact that holds. */
export function ContactActs(props: ContactActProps) {
  const part = usePart(props);
  if (!part) return null;
  const { isSecretariat, isSelf, isPrimary } = part;
  const hasOthers = othersOf(props).length > 0;
  return (
    <div className="acts no-print">
      {(isSecretariat || isPrimary) && <VerifyForm {...props} />}
      {(isSecretariat || isPrimary) && <LetterForm {...props} />}
      {(isSecretariat || isPrimary) && mayHandOver(props) && <HandOverForm {...props} />}
      {isSelf && hasOthers && <DelegateForm {...props} />}
      {(isSecretariat || isSelf) && <EndDelegations {...props} />}
      {(isSecretariat || isSelf) && <ShowForm {...props} />}
      {isSecretariat && <EndForm {...props} />}
    </div>
  );
}

/** The focal points of the organization beside who is it now. */
const othersOf = ({ organization, contact }: ContactActProps) =>
  organization.focalPoints.filter(({ personId }) => personId !== contact.personId);

/** Any of them becomes the primary point of contact; in the place of a deputy, who is none yet. */
function successorsOf(props: ContactActProps) {
  const { organization, contact } = props;
  const standing = organization.pointsOfContact.filter(
    ({ isCurrent, instrument }) => isCurrent && instrument === contact.instrument,
  );
  return othersOf(props).filter(
    ({ personId }) => contact.isPrimary || !standing.some((other) => other.personId === personId),
  );
}

/** There is somebody to take over, and nobody does yet. */
const mayHandOver = (props: ContactActProps) =>
  successorsOf(props).length > 0 &&
  !props.organization.pointsOfContact.some(
    ({ instrument, isPrimary, startsOn, endsOn }) =>
      props.contact.isPrimary &&
      isPrimary &&
      instrument === props.contact.instrument &&
      startsOn === props.contact.endsOn &&
      startsOn !== endsOn,
  );

const nameIn = (people: Organization['focalPoints'], data: FormData) =>
  people.find(({ personId }) => personId === textOf(data, 'personId'))?.name ?? '';

function VerifyForm({ organization, contact }: ContactActProps) {
  const t = useText();
  const of = useActOf(contact);
  const { onConflict, onDone } = useOrganizationActs(organization);
  return (
    <ActForm
      label={of(t('verify.submit'))}
      done={t('verify.done')}
      onConflict={onConflict}
      act={async () => onDone(await verifyContact(contact))}
    >
      {(pending) => (
        <SubmitButton pending={pending} kind="plain">
          {t('verify.submit')}
        </SubmitButton>
      )}
    </ActForm>
  );
}

/** A day that must be chosen. */
function useDay() {
  const t = useText();
  return (data: FormData, name: string): string => {
    const day = textOf(data, name);
    if (day === '') throw new FormError([{ path: name, detail: t('form.day-missing') }]);
    return day;
  };
}

/** The words for a day that was filled in; nothing for one that was not. */
function useWrittenDay() {
  const dayText = useDayText();
  return (data: FormData, name: string): string => textOf(data, name) && dayText(textOf(data, name));
}

function HandOverForm(props: ContactActProps) {
  const { organization, contact } = props;
  const t = useText();
  const of = useActOf(contact);
  const dayText = useWrittenDay();
  const people = successorsOf(props);
  const { onConflict, onDone } = useOrganizationActs(organization);
  const { letterAmong, letterField } = useLetter();
  async function act(data: FormData) {
    const startsOn = textOf(data, 'startsOn');
    const wrong = startsOn === '' ? [{ path: 'startsOn', detail: t('form.day-missing') }] : [];
    const letterFileId = await letterAmong(data, wrong);
    const next = { personId: textOf(data, 'personId'), startsOn, letterFileId };
    await onDone(await sendWhole(wrong, () => handOver(contact, next)));
  }
  return (
    <details className="fold">
      <summary>{t('hand-over.open')}</summary>
      <ActForm
        label={of(t('hand-over.open'))}
        done={(data) => t('hand-over.done', { name: nameIn(people, data), day: dayText(data, 'startsOn') })}
        onConflict={onConflict}
        act={act}
      >
        {(pending) => (
          <>
            <PersonField people={people} />
            <TextField
              name="startsOn"
              type="date"
              className="short"
              label={t('hand-over.from')}
              hint={t(contact.isPrimary ? 'hand-over.hint' : 'hand-over.hint.deputy')}
            />
            {letterField}
            <SubmitButton pending={pending}>{t('hand-over.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

function LetterForm({ organization, contact }: ContactActProps) {
  const t = useText();
  const of = useActOf(contact);
  const { onConflict, onDone } = useOrganizationActs(organization);
  const { keepLetter, letterField } = useLetter();
  const title = t(contact.letterFileId === null ? 'letter.add' : 'letter.replace');
  async function act(data: FormData) {
    const letterFileId = await keepLetter(data);
    if (letterFileId === null) throw new FormError([{ path: 'letterFileId', detail: t('letter.missing') }]);
    await onDone(await setLetter(contact, letterFileId));
  }
  return (
    <details className="fold">
      <summary>{title}</summary>
      <ActForm label={of(title)} done={t('letter.done')} onConflict={onConflict} act={act}>
        {(pending) => (
          <>
            {letterField}
            <SubmitButton pending={pending}>{t('letter.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

/** Ended on its first day it never was, and who handed over goes on. */
function CancelForm({ organization, contact }: ContactActProps) {
  const t = useText();
  const of = useActOf(contact);
  const { onConflict, onDone } = useOrganizationActs(organization);
  const act = async () => onDone(await endContact(contact, contact.startsOn));
  return (
    <details className="fold">
      <summary>{t('cancel-contact.open')}</summary>
      <ActForm label={of(t('cancel-contact.open'))} done={t('cancel-contact.done')} onConflict={onConflict} act={act}>
        {(pending) => (
          <>
            <p>{t('cancel-contact.lead')}</p>
            <SubmitButton pending={pending} kind="danger">
              {t('cancel-contact.submit')}
            </SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

function DelegateForm(props: ContactActProps) {
  const { organization, contact } = props;
  const t = useText();
  const of = useActOf(contact);
  const dayOf = useDay();
  const dayText = useWrittenDay();
  const dayName = useDayText();
  const people = othersOf(props);
  const { endsOn } = contact;
  const { onConflict, onDone } = useOrganizationActs(organization);
  const act = async (data: FormData) =>
    onDone(await delegate(contact, { personId: textOf(data, 'personId'), until: dayOf(data, 'until') }));
  return (
    <details className="fold">
      <summary>{t('delegate.open')}</summary>
      <ActForm
        label={of(t('delegate.open'))}
        done={(data) => t('delegate.done', { name: nameIn(people, data), day: dayText(data, 'until') })}
        onConflict={onConflict}
        act={act}
      >
        {(pending) => (
          <>
            <PersonField people={people} />
            <TextField
              name="until"
              type="date"
              className="short"
              label={t('delegate.until')}
              hint={endsOn === null ? t('delegate.hint') : t('delegate.hint.term', { day: dayName(endsOn) })}
            />
            <SubmitButton pending={pending}>{t('delegate.submit')}</SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}

function EndDelegations({ organization, contact }: ContactActProps) {
  const t = useText();
  const of = useActOf(contact);
  const { onConflict, onDone } = useOrganizationActs(organization);
  return contact.delegations.map(({ id, name }) => (
    <ActForm
      key={id}
      label={of(t('delegate.end', { name }))}
      done={t('delegate.ended', { name })}
      onConflict={onConflict}
      act={async () => onDone(await endDelegation(contact, id))}
    >
      {(pending) => (
        <SubmitButton pending={pending} kind="plain">
          {t('delegate.end', { name })}
        </SubmitButton>
      )}
    </ActForm>
  ));
}

function EndForm({ organization, contact }: ContactActProps) {
  const t = useText();
  const of = useActOf(contact);
  const dayOf = useDay();
  const dayText = useWrittenDay();
  const { onConflict, onDone } = useOrganizationActs(organization);
  const act = async (data: FormData) => onDone(await endContact(contact, dayOf(data, 'endsOn')));
  return (
    <details className="fold">
      <summary>{t('end.open')}</summary>
      <ActForm
        label={of(t('end.open'))}
        done={(data) => t('end.done', { day: dayText(data, 'endsOn') })}
        onConflict={onConflict}
        act={act}
      >
        {(pending) => (
          <>
            <TextField name="endsOn" type="date" className="short" label={t('end.on')} hint={t('end.hint')} />
            <SubmitButton pending={pending} kind="danger">
              {t('end.submit')}
            </SubmitButton>
          </>
        )}
      </ActForm>
    </details>
  );
}
