import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { WITH_RATES } from '#libs/reference';
import { conditionOf, narrow, type NeedFilter } from './needs.filter.js';

/** What a person looks for. */
export interface NeedSearch {
  readonly actor: Actor;
  readonly filter: NeedFilter;
}

@Injectable()
export class NeedFitQueries {
  /** Of each search, whether its person would find the need by it: the same conditions as in their list. */
  async fits(tx: ReadTx, needId: string, searches: readonly NeedSearch[]): Promise<readonly boolean[]> {
    const params: unknown[] = [needId];
    const narrowings = searches.map(({ actor, filter }) => narrow(actor, filter, params));
    const fits = narrowings.map((narrowing) => `coalesce(${conditionOf(narrowing)}, false)`);
    const [row] = await tx.query<{ fits: boolean[] }[]>(
      `${narrowings.some(({ usesRates }) => usesRates) ? WITH_RATES : ''}
       SELECT ARRAY[${fits.join(', ')}]::boolean[] AS fits FROM needs n WHERE n.id = $1`,
      params,
    );
    return row?.fits ?? searches.map(() => false);
  }

  /**
   * A query for what its person finds by the search, with placeholders for `params`: the `id` of each need, and from when on it was
   * there for others than its organization (`since`; null: it is not yet).
   */
  found({ actor, filter }: NeedSearch, params: unknown[]): string {
    const narrowing = narrow(actor, filter, params);
    return `${narrowing.usesRates ? WITH_RATES : ''}
      SELECT n.id, coalesce(n.published_at, n.submitted_at) AS since FROM needs n WHERE ${conditionOf(narrowing)}`;
  }
}
