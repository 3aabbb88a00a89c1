import { Injectable } from '@nestjs/common';
import { Audit } from '#libs/audit';
import { isId, newId, NotFound, Stale } from '#libs/kernel';
import { requireFilter, type NeedFilter } from '#libs/needs';
import { isViolation, type ReadTx, type Tx } from '#libs/platform';
import { isDeepStrictEqual } from 'node:util';
import { SavedSearch } from './notification.entities.js';
import { SAVED_SEARCHES_MAX } from './notification.rules.js';
import { SavedSearchNameTaken, TooManySavedSearches } from './notifications.errors.js';
import { lockOwnMembership, ownMembership } from './own-membership.js';
import { SearchAlertsService } from './search-alerts.service.js';

export interface SearchContent {
  readonly name: string;
  readonly filter: NeedFilter;
  readonly alert: boolean;
}

export interface SeenSearch {
  readonly searchId: string;
  readonly version: number;
}

/** The filters that a person keeps under the membership they act under, for nobody else. */
@Injectable()
export class SavedSearchesService {
  constructor(
    private readonly audit: Audit,
    private readonly alerts: SearchAlertsService,
  ) {}

  /** All of them, by name; at most {@link SAVED_SEARCHES_MAX}. */
  async list(tx: ReadTx): Promise<SavedSearch[]> {
    const membershipId = await ownMembership(tx);
    if (membershipId === null) return [];
    return tx.find(SavedSearch, { where: { membershipId }, order: { name: 'ASC', id: 'ASC' } });
  }

  /**
   * Returns the id.
   * @throws InvalidInput, TooManySavedSearches, SavedSearchNameTaken
   */
  async save(tx: Tx, { name, filter, alert }: SearchContent): Promise<string> {
    const membershipId = await lockOwnMembership(tx);
    requireFilter(filter, 'filter.');
    if ((await tx.countBy(SavedSearch, { membershipId })) >= SAVED_SEARCHES_MAX) {
      throw new TooManySavedSearches(SAVED_SEARCHES_MAX);
    }
    const id = newId('srch');
    await withFreeName(name, () => tx.insert(SavedSearch, { id, membershipId, name, filter: { ...filter }, alert }));
    if (alert) await this.alerts.note(tx, { searchId: id, actor: tx.actor, filter });
    await this.audit.record(tx, { act: 'saved-search.saved', refId: id, payload: { alert } });
    return id;
  }

  /** @throws NotFound, Stale, InvalidInput, SavedSearchNameTaken */
  async change(tx: Tx, { searchId, version }: SeenSearch, changes: Partial<SearchContent>): Promise<void> {
    const search = await this.lockOwn(tx, searchId);
    if (search.version !== version) throw new Stale('saved search', searchId);
    const { name, filter, alert } = { ...search, ...changes };
    requireFilter(filter, 'filter.');
    const columns = { name, filter: { ...filter }, alert, version: search.version + 1 };
    await withFreeName(name, () => tx.update(SavedSearch, searchId, columns));
    // What it held says nothing of what comes into another search, or came and went while it told nothing.
    if (alert && !(search.alert && isDeepStrictEqual(columns.filter, search.filter))) {
      await this.alerts.note(tx, { searchId, actor: tx.actor, filter });
    }
    await this.audit.record(tx, { act: 'saved-search.changed', refId: searchId, payload: { alert } });
  }

  /** @throws NotFound */
  async remove(tx: Tx, searchId: string): Promise<void> {
    await this.lockOwn(tx, searchId);
    await tx.delete(SavedSearch, { id: searchId });
    await this.audit.record(tx, { act: 'saved-search.removed', refId: searchId });
  }

  /** @throws NotFound for a search that is not the actor's */
  async get(tx: ReadTx, searchId: string): Promise<SavedSearch> {
    const membershipId = isId('srch', searchId) && (await ownMembership(tx));
    const search = membershipId && (await tx.findOneBy(SavedSearch, { id: searchId, membershipId }));
    if (!search) throw new NotFound('saved search', searchId);
    return search;
  }

  private async lockOwn(tx: Tx, searchId: string): Promise<SavedSearch> {
    await lockOwnMembership(tx);
    return this.get(tx, searchId);
  }
}

async function withFreeName(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw isViolation(error, 'uq_saved_searches_name') ? new SavedSearchNameTaken(name) : error;
  }
}
