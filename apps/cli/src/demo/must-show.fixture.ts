import { matchStates } from '#libs/matching';
import { needStates, revisionStates } from '#libs/needs';
import { offerStates } from '#libs/offers';
import { ROLES } from '#libs/kernel';

/** Something that the demonstration must show, and the rows of the database that show it. */
interface MustShow {
  readonly what: string;
  /** What follows FROM. */
  readonly rows: string;
  /** 1 unless it says more. */
  readonly atLeast?: number;
}

const VISIBILITIES = ['public', 'states-only', 'parties-only', 'coordinators'];
const TODAY = `(now() AT TIME ZONE 'UTC')::date`;
const PUBLISHED = `n.state = 'published'`;
const REGIONS = { Africa: '002', Americas: '019', Asia: '142', Europe: '150', Oceania: '009' };

const each = (
  names: readonly string[],
  thing: string,
  rows: (name: string) => string,
  atLeast?: number,
): readonly MustShow[] => names.map((name) => ({ what: `${thing}: ${name}`, rows: rows(name), atLeast }));

const NEEDS: readonly MustShow[] = [
  { what: 'some sixty needs', rows: 'needs', atLeast: 60 },
  ...each(needStates.all, 'need', (state) => `needs WHERE state = '${state}'`),
  ...each(
    ['open', 'partly', 'full'],
    'published need covered',
    (c) => `needs n WHERE ${PUBLISHED} AND coverage = '${c}'`,
  ),
  { what: 'need: in delivery', rows: `needs n WHERE ${PUBLISHED} AND under_way` },
  { what: 'need: in its days of grace', rows: `needs n WHERE ${PUBLISHED} AND valid_until < ${TODAY}` },
  {
    what: 'need: to be confirmed in this reporting cycle',
    rows: `needs n WHERE ${PUBLISHED} AND asked_on IS NOT NULL AND published_at < reporting_cycle_start() AND confirmed_on IS NULL`,
  },
  {
    what: 'need: returned with a question and an answer',
    rows: `needs n JOIN need_messages q ON q.need_id = n.id AND q.is_question JOIN need_messages a ON a.answers_id = q.id
            WHERE n.state = 'returned'`,
  },
  {
    what: 'need: that asks for the same as another one',
    rows: `needs n JOIN need_items i ON i.need_id = n.id JOIN needs m ON m.area_iso2 = n.area_iso2 AND m.id > n.id
             JOIN need_items j ON j.need_id = m.id AND (j.category_code, j.type_code, j.unit_code)
                                                     = (i.category_code, i.type_code, i.unit_code)
            WHERE n.state IN ('submitted', 'published') AND m.state IN ('submitted', 'published')
              AND least(i.requested, j.requested) * 5 >= greatest(i.requested, j.requested) * 4`,
  },
  ...each(
    VISIBILITIES,
    'published need shown to',
    (circle) => `needs n WHERE ${PUBLISHED} AND visibility = '${circle}'`,
  ),
  {
    what: 'need: shown to fewer than its State agreed to',
    rows: `needs n WHERE ${PUBLISHED} AND agreed_visibility IS NOT NULL`,
  },
  ...each(
    VISIBILITIES,
    'site told to',
    (circle) => `needs n JOIN need_items i ON i.need_id = n.id
                  WHERE ${PUBLISHED} AND i.delivery_site IS NOT NULL AND n.site_visibility = '${circle}'`,
  ),
  ...each(
    ['ar', 'en', 'es', 'fr', 'ru', 'zh'],
    'need in',
    (language) => `needs n WHERE ${PUBLISHED} AND language = '${language}'`,
  ),
  ...each(
    revisionStates.all,
    'change of a published need',
    (state) => `need_revisions WHERE based_on > 0 AND state = '${state}'`,
  ),
  ...Object.entries(REGIONS).map(([name, code]) => ({
    what: `need in a region: ${name}`,
    rows: `needs n JOIN areas a ON a.iso2 = n.area_iso2 WHERE ${PUBLISHED} AND a.region_code = '${code}'`,
  })),
];

const OFFERS: readonly MustShow[] = [
  { what: 'some forty offers', rows: 'offers WHERE pledge_circle IS NULL', atLeast: 40 },
  ...each(offerStates.all, 'offer', (state) => `offers WHERE state = '${state}'`),
  { what: 'offer: of which nothing is left', rows: `offers WHERE state = 'published' AND committed = capacity` },
  { what: 'offer: in its days of grace', rows: `offers WHERE state = 'published' AND valid_until < ${TODAY}` },
  { what: 'offer: reduced', rows: `audit_log WHERE act = 'offer.reduced'` },
  ...each(
    ['public', 'private'],
    'offer',
    (circle) => `offers WHERE state = 'published' AND visibility = '${circle}' AND pledge_circle IS NULL`,
  ),
  ...each(
    ['public', 'private'],
    'pledge',
    (circle) => `offers WHERE state = 'published' AND visibility = '${circle}' AND pledge_circle IS NOT NULL`,
  ),
  ...each(['cash', 'in-kind'], 'offer', (kind) => `offers WHERE state = 'published' AND kind = '${kind}'`),
  ...Object.entries(REGIONS).map(([name, code]) => ({
    what: `offer for a region: ${name}`,
    rows: `offers WHERE state = 'published' AND '${code}' = ANY(earmark_regions)`,
  })),
  ...each(
    ['pledged', 'committed', 'partly-received', 'received', 'withdrawn', 'lapsed'],
    'agreement with a fund',
    (state) => `fund_agreements WHERE state = '${state}'`,
  ),
  {
    what: 'payment that waits for a second approval',
    rows: `payment_orders o JOIN payment_approvals a ON a.order_id = o.id WHERE o.state = 'requested'`,
  },
  { what: 'pledge to a fund, by its donor', rows: `fund_agreements WHERE state = 'pledged' AND offer_id IS NULL` },
];

const MATCHES: readonly MustShow[] = [
  ...each(matchStates.all, 'match', (state) => `matches WHERE state = '${state}'`),
  ...each(['pledge', 'person'], 'match that began as', (origin) => `matches WHERE origin = '${origin}'`),
  {
    what: 'match: for less than was pledged',
    rows: `matches m JOIN offers o ON o.id = m.offer_id
            WHERE m.origin = 'pledge' AND m.state = 'confirmed' AND m.amount < o.capacity`,
  },
  ...each(
    ['delivered', 'accepted', 'returned', 'undone'],
    'delivery',
    (state) => `deliveries WHERE state = '${state}'`,
  ),
  { what: 'delivery: accepted in part', rows: `deliveries WHERE state = 'accepted' AND accepted < quantity` },
  ...each(
    ['delivered', 'accepted'],
    'payment of a donor to the State',
    (state) => `deliveries d JOIN matches m ON m.id = d.match_id WHERE m.currency IS NOT NULL AND d.state = '${state}'`,
  ),
  { what: 'delivery: with several files', rows: 'delivery_evidence WHERE position = 2' },
];

const STATES: readonly MustShow[] = [
  { what: 'national reports of three cycles', rows: '(SELECT DISTINCT cycle FROM national_reports) r', atLeast: 3 },
  {
    what: 'needs that hang on reports of three cycles',
    rows: '(SELECT DISTINCT r.cycle FROM needs n JOIN national_reports r ON r.id = n.report_id) r',
    atLeast: 3,
  },
  ...each(['filed', 'withdrawn'], 'national report', (state) => `national_reports WHERE state = '${state}'`),
  ...each(
    ['state', 'coordinator'],
    'national report filed by',
    (side) => `national_reports WHERE filed_by = '${side}'`,
  ),
  ...each(
    ['public', 'states-only', 'coordinators'],
    'national report shown to',
    (circle) => `national_reports WHERE visibility = '${circle}'`,
  ),
  ...each(['poa', 'iti'], 'point of contact', (instrument) => `points_of_contact WHERE instrument = '${instrument}'`),
  {
    what: 'point of contact: of a regional organization',
    rows: `points_of_contact c JOIN organizations o ON o.id = c.organization_id WHERE o.kind = 'regional-organization'`,
  },
  {
    what: 'point of contact: hand-over that is planned',
    rows: `points_of_contact WHERE succeeds_id IS NOT NULL AND starts_on > ${TODAY}`,
  },
  { what: 'point of contact: to be verified again', rows: `points_of_contact WHERE verified_on < ${TODAY} - 365` },
  { what: 'point of contact: shown to the public', rows: 'points_of_contact WHERE shows_name' },
  { what: 'delegation', rows: `contact_delegations WHERE ended_at IS NULL AND until > ${TODAY}` },
  ...each(
    ['state', 'regional-organization', 'un-entity', 'donor-state', 'ngo'],
    'organization',
    (kind) => `organizations WHERE kind = '${kind}'`,
  ),
  ...each(
    ROLES,
    'sign-in as',
    (role) =>
      `memberships m JOIN people p ON p.id = m.person_id WHERE m.role = '${role}' AND p.password_hash IS NOT NULL`,
  ),
  { what: 'saved search with an alert', rows: 'saved_searches WHERE alert' },
  { what: 'saved search without an alert', rows: 'saved_searches WHERE NOT alert' },
  { what: 'need that somebody follows', rows: 'shortlisted_needs' },
  {
    what: 'news that the worker will tell',
    rows: `outbox_deliveries WHERE consumer = 'notifications.tell' AND state = 'pending'`,
    atLeast: 50,
  },
];

const MUST_SHOW: readonly MustShow[] = [...NEEDS, ...OFFERS, ...MATCHES, ...STATES];

/** One statement that returns what of it is absent; and every category without a published need or without an offer. */
export const ABSENT = `${MUST_SHOW.map(
  ({ what, rows, atLeast = 1 }) => `SELECT '${what}' AS what WHERE (SELECT count(*) FROM ${rows}) < ${atLeast}`,
).join('\nUNION ALL\n')}
UNION ALL SELECT 'need of the category: ' || c.code FROM assistance_categories c WHERE NOT never_matches AND NOT EXISTS (
  SELECT FROM needs n JOIN need_items i ON i.need_id = n.id WHERE ${PUBLISHED} AND i.category_code = c.code)
UNION ALL SELECT 'offer for the category: ' || c.code FROM assistance_categories c WHERE NOT never_matches AND NOT EXISTS (
  SELECT FROM offers WHERE state = 'published' AND pledge_circle IS NULL AND c.code = ANY(category_codes))`;
