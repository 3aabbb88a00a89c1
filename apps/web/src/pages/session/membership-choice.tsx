import { actAs } from '../../api/session.js';
import type { Session } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { ActForm, SubmitButton, textOf } from '../../ui/form.js';
import { useNewSession } from './new-session.js';

/** A session acts for one organization in one role; somebody with several chooses. */
export function MembershipChoice({ session, onChosen }: { session: Session; onChosen: () => void }) {
  const t = useText();
  const words = useCodeText();
  const begin = useNewSession();
  async function act(data: FormData) {
    const membershipId = textOf(data, 'membershipId');
    if (membershipId !== session.membershipId) await begin(await actAs(membershipId));
    onChosen();
  }
  return (
    <ActForm act={act} label={t('membership.title')} done={t('membership.done')}>
      {(pending) => (
        <>
          <fieldset>
            <legend>{t('membership.title')}</legend>
            {session.memberships.map(({ id, organization, role }) => (
              <label key={id} className="choice">
                <input type="radio" name="membershipId" value={id} defaultChecked={id === session.membershipId} />
                <span>
                  <bdi>{organization.name}</bdi> <span className="soft">{words('role.', role)}</span>
                </span>
              </label>
            ))}
          </fieldset>
          <SubmitButton pending={pending}>{t('action.go-on')}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
