import { InvalidInput, Money, NotFound, type CalendarDate, type ProblemItem } from '#libs/kernel';
import type { ReadTx } from '#libs/platform';
import { inDrawOrder, type DrawCandidate } from './draw.rules.js';
import { earmarkInWords, unmetConditions, type Earmark, type EarmarkCondition, type Purpose } from './earmark.rules.js';
import { EARMARK } from './earmark.sql.js';

/** An agreement with money, and all that decides whether and when it is drawn. */
export interface Source extends DrawCandidate {
  readonly accountId: string;
  readonly paidAccountId: string;
  readonly donor: string;
  readonly earmark: Earmark;
  /** Only the matches of its own offer were checked against all that the offer asks for. */
  readonly ownMatchesOnly: boolean;
  /** Taken from what came in; 10 000 is 1 %. */
  readonly feeRateMillionths: number;
  /** The first day on which its money may be used, where that lies ahead. */
  readonly beginsOn: CalendarDate | null;
  /** The last day on which its money might be used is past. */
  readonly hasEnded: boolean;
}

/** The agreement that the offer of a match became. */
export interface OwnAgreement {
  readonly agreementId: string;
  /** All of it has come in, or the donor took the rest back: nothing more will come. */
  readonly isComplete: boolean;
  /** There is money left of it whose last day is past. */
  readonly endedWithMoney: boolean;
}

/** A problem names at most so many agreements. */
const SOURCES_NAMED_MAX = 20;

/** The agreements of a fund that have money left and may be used on that day, and the own one when it has ended. */
export async function sourcesOf(
  tx: ReadTx,
  fundId: string,
  today: CalendarDate,
  own: OwnAgreement | null,
): Promise<Source[]> {
  const rows = await tx.query<SourceRow[]>(
    `SELECT g.id AS "agreementId", g.valid_until AS "validUntil", g.signed_on AS "signedOn",
            g.account_id AS "accountId", g.paid_account_id AS "paidAccountId", o.name AS donor,
            ${EARMARK} AS earmark, CASE WHEN g.usable_from > $2 THEN g.usable_from END AS "beginsOn",
            g.own_matches_only AS "ownMatchesOnly",
            g.fee_rate_millionths AS "feeRateMillionths", coalesce(g.valid_until < $2, false) AS "hasEnded",
            a.posted_minor - a.held_minor AS available
       FROM fund_agreements g
       JOIN ledger_accounts a ON a.id = g.account_id
       JOIN organizations o ON o.id = g.donor_organization_id
      WHERE g.fund_id = $1 AND CASE WHEN g.valid_until < $2 THEN g.id = $3 ELSE a.posted_minor > a.held_minor END`,
    [fundId, today, own?.agreementId ?? null],
  );
  return rows.map(({ available, ...row }) => ({ ...row, availableMinor: BigInt(available) }));
}

/** The signed agreement with the fund that names the offer; null where there is none. */
export async function ownAgreementOf(
  tx: ReadTx,
  fundId: string,
  offerId: string,
  today: CalendarDate,
): Promise<OwnAgreement | null> {
  const [row] = await tx.query<OwnAgreement[]>(
    `SELECT g.id AS "agreementId", g.state NOT IN ('committed', 'partly-received') AS "isComplete",
            coalesce(g.valid_until < $3, false) AND a.posted_minor > a.held_minor AS "endedWithMoney"
       FROM fund_agreements g JOIN ledger_accounts a ON a.id = g.account_id
      WHERE g.fund_id = $1 AND g.offer_id = $2 AND g.signed_on IS NOT NULL
        AND (g.state IN ('committed', 'partly-received', 'received') OR g.received_minor > 0)
      ORDER BY g.id DESC LIMIT 1`,
    [fundId, offerId, today],
  );
  return row ?? null;
}

type SourceRow = Omit<Source, 'availableMinor'> & { readonly available: string };

/** What money is asked for, by its codes and ids. */
export interface AskedFor {
  /** ISO 3166-1 alpha-2; null where it is for no single country. */
  readonly areaIso2: string | null;
  readonly categoryCode: string;
  readonly typeCode: string;
  /** The organization that carries it out. */
  readonly implementerId: string;
}

/**
 * With the groups of countries that the area belongs to on the day.
 * @throws InvalidInput when there is no such country or area; NotFound when there is no such organization
 */
export async function purposeOf(tx: ReadTx, asked: AskedFor, today: CalendarDate): Promise<Purpose> {
  const { areaIso2: area, categoryCode: category, typeCode: type, implementerId } = asked;
  const [row] = await tx.query<(Pick<Purpose, 'regions' | 'groups' | 'implementer'> & { isKnownArea: boolean })[]>(
    `SELECT jsonb_build_object('id', o.id, 'kind', o.kind) AS implementer, a.iso2 IS NOT NULL AS "isKnownArea",
            CASE WHEN a.iso2 IS NULL THEN '{}'::text[]
                 ELSE array_remove(ARRAY['001', a.region_code, a.subregion_code, a.intermediate_region_code], NULL) END AS regions,
            ARRAY(SELECT g.name FROM area_groups_on($2) g WHERE g.area_iso2 = a.iso2 ORDER BY g.name) AS groups
       FROM organizations o LEFT JOIN areas a ON a.iso2 = $1 WHERE o.id = $3`,
    [area, today, implementerId],
  );
  if (!row) throw new NotFound('organization', implementerId);
  const { isKnownArea, ...place } = row;
  if (area !== null && !isKnownArea) {
    throw new InvalidInput([{ path: 'areaIso2', detail: 'Choose a country or area from the list.' }]);
  }
  return { area, category, type, ...place };
}

const UNMET_IN_WORDS: Readonly<Record<EarmarkCondition, string>> = {
  place: 'it is for another place',
  group: 'it is for another group of countries',
  category: 'it is for another category',
  type: 'it is for another type of assistance',
  implementer: 'it is for what other bodies carry out',
  exclusion: 'it excludes this place, category or type',
};

/** Why an agreement may not be drawn for a purpose, in words; nothing when it may. */
export function obstaclesOf(source: Source, purpose: Purpose, own: OwnAgreement | null): string[] {
  const unmet = unmetConditions(source.earmark, purpose).map((condition) => UNMET_IN_WORDS[condition]);
  if (source.ownMatchesOnly && own?.agreementId !== source.agreementId) {
    unmet.push('its offer has conditions that only the matches of the offer were checked against');
  }
  // What is set aside for its own matches is for the days that its offer named.
  if (source.beginsOn !== null && own?.agreementId !== source.agreementId) {
    unmet.push(`it may be used from ${source.beginsOn} on`);
  }
  if (source.hasEnded) return [...unmet, `it ended on ${source.validUntil}`];
  if (own === null || own.agreementId === source.agreementId) return unmet;
  if (own.endedWithMoney) return [...unmet, 'it may add to the agreement of the match’s own offer, not in its place'];
  return own.isComplete
    ? unmet
    : [...unmet, 'it may add to the agreement of the match’s own offer once all of that has come in'];
}

/** What each agreement could give, those that may first, and why the others may not. */
export function explainSources(
  sources: readonly Source[],
  purpose: Purpose,
  own: OwnAgreement | null,
  currency: string,
): ProblemItem[] {
  const explained = inDrawOrder(sources, own?.agreementId ?? null).map((source) => {
    const { agreementId, donor, earmark, availableMinor, feeRateMillionths } = source;
    const obstacles = obstaclesOf(source, purpose, own);
    const available = Money.of(availableMinor, currency);
    const verdict = obstacles.length === 0 ? 'may be used' : obstacles.join(', ');
    const fee = feeRateMillionths > 0 ? `, after its fee of ${feeRateMillionths / 10_000} %` : '';
    const detail = `${available} of ${donor}${fee}, ${earmarkInWords(earmark)}: ${verdict}`;
    return { isUsable: obstacles.length === 0, path: `agreements.${agreementId}`, detail };
  });
  return [...explained.filter(({ isUsable }) => isUsable), ...explained.filter(({ isUsable }) => !isUsable)]
    .slice(0, SOURCES_NAMED_MAX)
    .map(({ path, detail }) => ({ path, detail }));
}
