import { useQueryClient } from '@tanstack/react-query';
import { cancelProject } from '../../api/money.js';
import { useRole } from '../../api/session.js';
import type { Project } from '../../api/types.js';
import { Text, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Moment } from '../../ui/dates.js';
import { Id } from '../../ui/id.js';
import { OpenWhile } from '../../ui/open-while.js';
import { ReasonForm } from '../../ui/reason-form.js';
import { Note } from '../../ui/words.js';
import { Step } from '../../ui/steps.js';
import { StateTag } from '../../ui/tag.js';

/** The money set aside for the match. While nothing of it is ordered, a coordinator can let it go again. */
export function ProjectStep({ project, untouched }: { project: Project; untouched: boolean }) {
  const t = useText();
  const role = useRole();
  const queries = useQueryClient();
  return (
    <Step
      progress="done"
      title={t('trail.project')}
      amount={<Amount money={project.amount} />}
      ids={<Id value={project.id} />}
    >
      <p>
        <Text
          id="trail.project.of"
          values={{
            fund: <bdi key="fund">{project.fund.name}</bdi>,
            payee: <bdi key="payee">{project.payee.name}</bdi>,
          }}
        />{' '}
        <StateTag of="project" state={project.state} />
      </p>
      <p>
        <Text id="trail.project.made" values={{ at: <Moment key="at" value={project.createdAt} /> }} />
      </p>
      {project.cancelReason && <Note text={project.cancelReason} />}
      {role === 'coordinator' && (
        <OpenWhile open={project.state === 'active' && untouched}>
          <ReasonForm
            words={{
              open: t('cancel.open'),
              label: t('cancel.reason'),
              hint: t('cancel.hint'),
              submit: t('cancel.submit'),
            }}
            act={async (reason) => {
              await cancelProject(project, reason);
              await queries.invalidateQueries();
            }}
            onConflict={() => void queries.invalidateQueries()}
            draft={`cancel ${project.id}`}
            done={t('cancel.done')}
          />
        </OpenWhile>
      )}
    </Step>
  );
}
