import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { projectsQuery } from '../../api/money.js';
import { READS_MATCHES, useRole } from '../../api/session.js';
import type { Project } from '../../api/types.js';
import { useCodeText, useText } from '../../messages/text.js';
import { Amount } from '../../ui/amount.js';
import { Moment } from '../../ui/dates.js';
import { PagedPage } from '../../ui/paged-page.js';
import { Cell, StackingTable } from '../../ui/stacking-table.js';
import { StateTag } from '../../ui/tag.js';
import { useNeedName } from './need-name.js';
import { PROJECT_STATES } from './project-filters.js';

const route = getRouteApi('/projects');

/** What funds have set aside money for; a donor sees what its own money pays, also where it is not a party to the match. */
export function ProjectsPage() {
  const t = useText();
  const words = useCodeText();
  const role = useRole();
  const { state } = route.useSearch();
  const query = useInfiniteQuery({ ...projectsQuery(state), placeholderData: keepPreviousData });
  return (
    <PagedPage
      title={t('projects.title')}
      lead={role === 'donor' ? t('projects.lead.donor') : t('projects.lead')}
      readers={READS_MATCHES}
      query={query}
      state={state}
      tabs={{
        to: '/projects',
        label: t('projects.by-state'),
        states: PROJECT_STATES,
        name: (one) => words('state.project.', one),
      }}
      words={{
        loading: t('projects.loading'),
        more: t('projects.more'),
        none: t('projects.none'),
        noneStep: t('projects.none-step'),
        noneInState: t('projects.none-in-state'),
        showAll: t('projects.show-all'),
      }}
    >
      {(projects) => <ProjectsTable projects={projects} />}
    </PagedPage>
  );
}

function ProjectsTable({ projects }: { projects: readonly Project[] }) {
  const t = useText();
  const needName = useNeedName();
  const columns = [
    { label: t('projects.column.need') },
    { label: t('projects.column.fund') },
    { label: t('projects.column.payee') },
    { label: t('projects.column.amount'), numeric: true },
    { label: t('projects.column.made') },
  ];
  const labels = columns.map(({ label }) => label);
  return (
    <StackingTable caption={t('projects.caption')} columns={columns}>
      {projects.map((project) => (
        <tr role="row" key={project.id}>
          <Cell heading label={labels[0]}>
            {project.state === 'cancelled' ? (
              <bdi>{needName(project.need)}</bdi>
            ) : (
              <Link to="/matches/$matchId/money" params={{ matchId: project.matchId }} dir="auto">
                {needName(project.need)}
              </Link>
            )}
            <span className="under">
              <StateTag of="project" state={project.state} />
            </span>
          </Cell>
          <Cell label={labels[1]}>
            <bdi>{project.fund.name}</bdi>
          </Cell>
          <Cell label={labels[2]}>
            <bdi>{project.payee.name}</bdi>
          </Cell>
          <Cell label={labels[3]} numeric>
            <Amount money={project.amount} />
          </Cell>
          <Cell label={labels[4]}>
            <Moment value={project.createdAt} />
          </Cell>
        </tr>
      ))}
    </StackingTable>
  );
}
