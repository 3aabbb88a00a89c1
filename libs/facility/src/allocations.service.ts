import { Injectable } from '@nestjs/common';
import { Not } from 'typeorm';
import { Audit } from '#libs/audit';
import { FundsService } from '#libs/funds';
import { Money, newId, refuseTogether, type MoneyJson, type Problem, type ProblemItem } from '#libs/kernel';
import { Ledger } from '#libs/ledger';
import { MatchesQueries, MatchesService, type MatchState } from '#libs/matching';
import { NeedsQueries, type NeedItemView, type NeedView } from '#libs/needs';
import type { Tx } from '#libs/platform';
import { AlreadyAllocated, MatchNotAllocatable, ProjectUnderWay } from './facility.errors.js';
import { lockProject, moveProject, requireRole } from './move-project.js';
import { Project, ProjectShare, Tranche } from './project.entity.js';
import { trancheStates } from './project.states.js';
import { checkTranches } from './tranche.rules.js';

export interface PlannedTranche {
  readonly amount: MoneyJson;
  /** What must be true before it is paid, in words. */
  readonly condition: string;
}

export interface Allocation {
  readonly matchId: string;
  readonly fundId: string;
  /** Add up to the match's amount. */
  readonly tranches: readonly PlannedTranche[];
}

/** Sets money of a fund aside for a confirmed match, and lets it go again while nothing of it is ordered. */
@Injectable()
export class AllocationsService {
  constructor(
    private readonly matches: MatchesService,
    private readonly matchQueries: MatchesQueries,
    private readonly needs: NeedsQueries,
    private readonly funds: FundsService,
    private readonly ledger: Ledger,
    private readonly audit: Audit,
  ) {}

  /**
   * Makes the project of a match: one hold per tranche and agreement, so that each tranche is paid by posting its holds
   * whole. Returns the project's id.
   * @param wrong What of it cannot be used at all, and is not there.
   * @throws NotFound, OwnMatch, MatchNotAllocatable, AlreadyAllocated, InvalidInput, and what the fund cannot give
   */
  async allocate(
    tx: Tx,
    { matchId, fundId, tranches }: Allocation,
    wrong: readonly ProblemItem[] = [],
  ): Promise<string> {
    requireRole(tx.actor, 'coordinator');
    const match = await this.matchQueries.get(tx, matchId);
    const { state, amount: amountMinor } = await this.matches.lockAsOutsider(tx, matchId);
    if (!('currency' in match.measure)) throw new MatchNotAllocatable('in-kind');
    const { currency } = match.measure;
    if (state !== 'confirmed') throw await refusal(tx, matchId, state);
    const whole = Money.of(amountMinor, currency);
    refuseTogether(wrong, checkTranches(whole, amountsOf(tranches)));
    const { need, item } = await this.itemOf(tx, match.need.id, match.item.id);
    const implementerId = item.throughOrganization?.id ?? need.organization.id;
    // Whatever is handed in names its type.
    const asked = { areaIso2: need.areaIso2, categoryCode: item.categoryCode, typeCode: item.typeCode!, implementerId };
    const draw = { ...asked, fundId, offerId: match.offer.id };
    await this.funds.requireCover(tx, { ...draw, amount: whole });
    await this.matches.startDelivery(tx, matchId);

    const projectId = newId('proj');
    await tx.insert(Project, {
      id: projectId,
      matchId,
      fundId,
      needItemId: item.id,
      payeeOrganizationId: implementerId,
      amountMinor,
      currency,
      state: 'active',
    });
    const planned = tranches.map(({ amount, condition }) => ({
      id: newId('tran'),
      amount: Money.fromJson(amount),
      condition,
    }));
    await tx.insert(
      Tranche,
      planned.map(({ id, amount, condition }, index) => ({
        id,
        projectId,
        position: index + 1,
        amountMinor: amount.minor,
        currency,
        condition,
        state: 'planned' as const,
      })),
    );
    const drawn = await this.funds.holdForAll(
      tx,
      draw,
      planned.map(({ id, amount }) => ({ purposeRef: id, amount })),
    );
    await tx.insert(
      ProjectShare,
      drawn.flatMap((shares, index) =>
        shares.map(({ agreementId, holdId, amount }) => ({
          trancheId: planned[index]!.id,
          projectId,
          agreementId,
          holdId,
          amountMinor: amount.minor,
        })),
      ),
    );
    await this.audit.record(tx, {
      act: 'project.allocated',
      refId: projectId,
      organizationId: need.organization.id,
      payload: { matchId, fundId, amount: `${amountMinor}`, currency, tranches: tranches.length },
    });
    return projectId;
  }

  /**
   * Lets all money of a project go; the match is confirmed again and can be allocated anew.
   * @throws NotFound, Stale, OwnMatch, MoveNotAllowed, ProjectUnderWay
   */
  async cancel(tx: Tx, projectId: string, version: number, reason: string): Promise<void> {
    requireRole(tx.actor, 'coordinator');
    const project = await lockProject(tx, projectId, version);
    await this.matches.requireOutsider(tx, project.matchId);
    const tranches = await tx.findBy(Tranche, { projectId });
    if (project.state === 'active' && tranches.some(({ state }) => !trancheStates.canMove(state, 'cancelled'))) {
      throw new ProjectUnderWay();
    }
    await moveProject(tx, project, 'cancelled', { cancelReason: reason });
    await tx.update(Tranche, { projectId }, { state: 'cancelled', version: () => 'version + 1' });
    const shares = await tx.find(ProjectShare, { where: { projectId }, order: { holdId: 'ASC' } });
    await this.ledger.voidHolds(
      tx,
      shares.map(({ holdId }) => holdId),
      'allocation cancelled',
    );
    await this.matches.stopDelivery(tx, project.matchId);
    await this.audit.record(tx, { act: 'project.cancelled', refId: projectId, payload: { reason } });
  }

  private async itemOf(tx: Tx, needId: string, itemId: string): Promise<{ need: NeedView; item: NeedItemView }> {
    const need = await this.needs.get(tx, needId);
    const item = need.items.find(({ id }) => id === itemId);
    if (!item) throw new Error(`Need ${needId} has lost its item ${itemId}.`);
    return { need, item };
  }
}

/** Why a match that is not confirmed is not allocated. */
async function refusal(tx: Tx, matchId: string, state: MatchState): Promise<Problem> {
  const project = await tx.findOneBy(Project, { matchId, state: Not('cancelled') });
  return project ? new AlreadyAllocated(project.id) : new MatchNotAllocatable(state);
}

/** None of a tranche of which the amount cannot be used. */
function amountsOf(tranches: unknown): (MoneyJson | undefined)[] {
  return Array.isArray(tranches) ? tranches.map((tranche: Partial<PlannedTranche> | null) => tranche?.amount) : [];
}
