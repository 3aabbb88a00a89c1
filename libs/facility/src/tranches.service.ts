import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { DisbursementsService } from '#libs/disbursements';
import { InvalidInput, isId, Money, MoveNotAllowed, type Clock } from '#libs/kernel';
import { MatchesService } from '#libs/matching';
import { NeedCoverageService } from '#libs/needs';
import { CLOCK, paperFaults, type Tx } from '#libs/platform';
import { lockTranche, moveProject, moveTranche, requireRole } from './move-project.js';
import { ProjectShare, Tranche } from './project.entity.js';
import { trancheStates } from './project.states.js';

/** How the condition of a tranche was seen to be met: a file, a note, or both. */
export interface Evidence {
  readonly fileId: string | null;
  readonly note: string | null;
}

/** The way of a tranche from its condition to its payment. */
@Injectable()
export class TranchesService {
  constructor(
    private readonly disbursements: DisbursementsService,
    private readonly needs: NeedCoverageService,
    private readonly matches: MatchesService,
    private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws NotFound, Stale, OwnMatch, MoveNotAllowed, InvalidInput without evidence */
  async conditionMet(tx: Tx, trancheId: string, version: number, { fileId, note }: Evidence): Promise<void> {
    requireRole(tx.actor, 'coordinator');
    const { project, tranche } = await lockTranche(tx, trancheId, version);
    await this.matches.requireOutsider(tx, project.matchId);
    if (fileId === null && note === null) {
      throw new InvalidInput([{ path: 'note', detail: 'Give a note, a file with the evidence, or both.' }]);
    }
    const faults = await paperFaults(tx, { path: 'evidenceFileId', fileId, from: 'anyone' });
    if (faults.length > 0) throw new InvalidInput(faults);
    if (tranche.state !== 'planned') throw new MoveNotAllowed('tranche', tranche.id, tranche.state, 'condition-met');
    await moveTranche(tx, tranche, 'condition-met', {
      evidenceFileId: fileId,
      conditionNote: note,
      conditionMetBy: tx.actor.personId,
      conditionMetAt: this.clock.now(),
    });
    await this.audit.record(tx, {
      act: 'tranche.condition-met',
      refId: trancheId,
      organizationId: project.payeeOrganizationId,
      payload: { projectId: project.id, fileId },
    });
  }

  /**
   * Asks for the payment of a tranche out of its holds. Returns the order's id.
   * @throws NotFound, OwnMatch, MoveNotAllowed, and what {@link DisbursementsService.request} throws
   */
  async order(tx: Tx, trancheId: string, bankAccountId: string): Promise<string> {
    requireRole(tx.actor, 'finance');
    const { project, tranche } = await lockTranche(tx, trancheId);
    await this.matches.requireOutsider(tx, project.matchId);
    if (!trancheStates.canMove(tranche.state, 'ordered')) {
      throw new MoveNotAllowed('tranche', tranche.id, tranche.state, 'ordered');
    }
    const shares = await tx.findBy(ProjectShare, { trancheId });
    const siblings = await tx.countBy(Tranche, { projectId: project.id });
    const orderId = await this.disbursements.request(tx, {
      payeeOrganizationId: project.payeeOrganizationId,
      bankAccountId,
      amount: Money.of(tranche.amountMinor, tranche.currency),
      // Banks read it: no word of what the need is.
      purpose: `Project ${project.id}, tranche ${tranche.position} of ${siblings}`,
      purposeRef: trancheId,
      holdIds: shares.map(({ holdId }) => holdId),
    });
    await moveTranche(tx, tranche, 'ordered', { orderId });
    await this.audit.record(tx, {
      act: 'tranche.ordered',
      refId: trancheId,
      organizationId: project.payeeOrganizationId,
      payload: { projectId: project.id, orderId },
    });
    return orderId;
  }

  /** Its order is settled: the need item has that much, and with the last tranche the project and the match are done. */
  async settle(tx: Tx, orderId: string, purposeRef: string): Promise<void> {
    if (!isTranche(purposeRef)) return;
    const { project, tranche } = await lockTranche(tx, purposeRef);
    if (tranche.orderId !== orderId) throw new Error(`Order ${orderId} is settled, but is not that of ${tranche.id}.`);
    if (tranche.state === 'paid') return;
    await moveTranche(tx, tranche, 'paid');
    await this.needs.deliver(tx, project.needItemId, tranche.amountMinor);
    await this.audit.record(tx, {
      act: 'tranche.paid',
      refId: tranche.id,
      organizationId: project.payeeOrganizationId,
      payload: { projectId: project.id, orderId },
    });
    const all = await tx.findBy(Tranche, { projectId: project.id });
    if (all.some(({ state }) => state !== 'paid')) return;
    await moveProject(tx, project, 'closed');
    await this.matches.complete(tx, project.matchId);
    await this.audit.record(tx, { act: 'project.closed', refId: project.id });
  }

  /** Its order was rejected: its condition is still met, and it can be ordered anew. */
  async reopen(tx: Tx, orderId: string, purposeRef: string): Promise<void> {
    if (!isTranche(purposeRef)) return;
    const { project, tranche } = await lockTranche(tx, purposeRef);
    if (tranche.orderId !== orderId) return; // reopened before
    await moveTranche(tx, tranche, 'condition-met', { orderId: null });
    await this.audit.record(tx, {
      act: 'tranche.reopened',
      refId: tranche.id,
      organizationId: project.payeeOrganizationId,
      payload: { projectId: project.id, orderId },
    });
  }
}

/** Other features have payments made too. */
function isTranche(purposeRef: string): boolean {
  return isId('tran', purposeRef);
}
