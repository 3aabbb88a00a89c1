import { isId, NotFound, type Actor } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { ReportWithdrawn } from './national-reports.errors.js';
import { isOpenToDonor, type SqlCondition } from './needs.visibility.js';

/**
 * Who may see which national reports: the one place that decides it. Its own State and those who coordinate and audit see
 * each; others what the State opened to them, and only while it is filed.
 */
export function reportsVisibleTo(actor: Actor, alias: string, firstParam = 1): SqlCondition {
  const opened = (circles: string) => `${alias}.state = 'filed' AND ${alias}.visibility IN (${circles})`;
  switch (actor.role) {
    case 'system':
    case 'auditor':
    case 'coordinator':
      return { sql: '(true)', params: [] };
    case 'donor':
      return {
        sql: `(${alias}.organization_id = $${firstParam}
               OR ${alias}.state = 'filed' AND ${isOpenToDonor(`${alias}.visibility`, firstParam)})`,
        params: [actor.organizationId],
      };
    case 'focal-point':
    case 'approver':
    case 'finance':
    case 'administrator':
      return {
        sql: `(${alias}.organization_id = $${firstParam} OR ${opened("'public', 'states-only'")})`,
        params: [actor.organizationId],
      };
    case 'anonymous':
      return { sql: `(${opened("'public'")})`, params: [] };
  }
}

/** Whether the actor sees of a report also what is past: the files that were replaced. */
export function keepsReport(actor: Actor, organizationId: string): boolean {
  return ['system', 'auditor', 'coordinator'].includes(actor.role) || actor.organizationId === organizationId;
}

/**
 * A need rests on the report only while that is filed; it stays so until the transaction ends.
 * @throws ReportWithdrawn
 */
export async function requireFiledReport(tx: ReadTx, reportId: string | null | undefined): Promise<void> {
  if (reportId && !(await isFiled(tx, reportId))) throw new ReportWithdrawn(reportId);
}

/** Of a report that is not there it says nothing. */
export async function isFiled(tx: ReadTx, reportId: string): Promise<boolean> {
  const reports = await tx.query<{ state: string }[]>('SELECT state FROM national_reports WHERE id = $1 FOR SHARE', [
    reportId,
  ]);
  return reports.every(({ state }) => state === 'filed');
}

/** @throws NotFound when there is no such report that the actor may see */
export async function requireVisibleReport(tx: ReadTx, reportId: string): Promise<void> {
  const visible = reportsVisibleTo(tx.actor, 'r', 2);
  const found = isId('nrep', reportId)
    ? await tx.query<unknown[]>(`SELECT 1 FROM national_reports r WHERE r.id = $1 AND ${visible.sql}`, [
        reportId,
        ...visible.params,
      ])
    : [];
  if (found.length === 0) throw new NotFound('national report', reportId);
}
