import { Denied, isId, MoveNotAllowed, NotFound, Stale, type Actor } from '#libs/kernel';
import type { Tx } from '#libs/platform';
import { Project, Tranche } from './project.entity.js';
import { projectStates, trancheStates, type ProjectState, type TrancheState } from './project.states.js';

/**
 * The project, locked until the transaction ends. Whoever locks a tranche locks its project first.
 * @throws NotFound, and Stale when it is no longer at the version that the caller read
 */
export async function lockProject(tx: Tx, id: string, version?: number): Promise<Project> {
  const lock = { mode: 'pessimistic_write' } as const;
  const project = isId('proj', id) && (await tx.findOne(Project, { where: { id }, lock }));
  if (!project) throw new NotFound('project', id);
  if (version !== undefined && project.version !== version) throw new Stale('project', id);
  return project;
}

/**
 * The tranche and its project, both locked.
 * @throws NotFound, Stale
 */
export async function lockTranche(
  tx: Tx,
  id: string,
  version?: number,
): Promise<{ project: Project; tranche: Tranche }> {
  const found = isId('tran', id) && (await tx.findOneBy(Tranche, { id }));
  if (!found) throw new NotFound('tranche', id);
  const project = await lockProject(tx, found.projectId);
  const tranche = await tx.findOneByOrFail(Tranche, { id });
  if (version !== undefined && tranche.version !== version) throw new Stale('tranche', id);
  return { project, tranche };
}

/** @throws Denied */
export function requireRole(actor: Actor, role: 'coordinator' | 'finance'): void {
  if (actor.role !== role) throw new Denied(`Only the role "${role}" may do this.`);
}

/** @throws MoveNotAllowed */
export async function moveProject(
  tx: Tx,
  project: Project,
  to: ProjectState,
  change: Partial<Project> = {},
): Promise<void> {
  if (!projectStates.canMove(project.state, to)) throw new MoveNotAllowed('project', project.id, project.state, to);
  await tx.update(Project, { id: project.id }, { ...change, state: to, version: project.version + 1 });
}

/** @throws MoveNotAllowed */
export async function moveTranche(
  tx: Tx,
  tranche: Tranche,
  to: TrancheState,
  change: Partial<Tranche> = {},
): Promise<void> {
  if (!trancheStates.canMove(tranche.state, to)) throw new MoveNotAllowed('tranche', tranche.id, tranche.state, to);
  await tx.update(Tranche, { id: tranche.id }, { ...change, state: to, version: tranche.version + 1 });
}
