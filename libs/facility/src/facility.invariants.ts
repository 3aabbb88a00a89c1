import type { Invariant } from '#libs/platform';

/** An order whose news facility has not been told yet. */
const UNTOLD = `EXISTS (SELECT FROM outbox_events e JOIN outbox_deliveries d ON d.event_id = e.id
  WHERE e.ref_id = o.id AND d.consumer IN ('facility.settle-tranche', 'facility.reopen-tranche') AND d.state = 'pending')`;

export const facilityInvariants: readonly Invariant[] = [
  {
    name: 'facility.tranches-add-up',
    meaning: 'The tranches of a project add up to its amount, in its currency.',
    sql: `SELECT 'project ' || p.id || ' of ' || p.amount_minor || ' has tranches of ' || coalesce(sum(t.amount_minor), 0) AS what
            FROM projects p LEFT JOIN tranches t ON t.project_id = p.id AND t.currency = p.currency
           GROUP BY p.id HAVING sum(t.amount_minor) IS DISTINCT FROM p.amount_minor`,
  },
  {
    name: 'facility.shares-add-up',
    meaning: 'The shares of a tranche add up to its amount, each is what its hold holds, of the agreement’s own money.',
    sql: `SELECT 'tranche ' || t.id || ' of ' || t.amount_minor || ' has shares of ' || coalesce(sum(h.amount_minor), 0) AS what
            FROM tranches t LEFT JOIN project_shares s ON s.tranche_id = t.id
            LEFT JOIN fund_agreements a ON a.id = s.agreement_id
            LEFT JOIN ledger_holds h ON h.id = s.hold_id AND h.account_id = a.account_id AND h.currency = t.currency
                  AND h.amount_minor = s.amount_minor
           GROUP BY t.id HAVING sum(h.amount_minor) IS DISTINCT FROM t.amount_minor`,
  },
  {
    name: 'facility.shares-fit-their-earmark',
    meaning:
      'Each share is drawn from an agreement whose earmark fits the area, its groups on the day of allocation, and the category.',
    sql: `SELECT 'agreement ' || g.id || ' is not earmarked for ' || n.area_iso2 || ', ' || i.category_code
                 || ', but gave ' || s.amount_minor || ' to tranche ' || s.tranche_id AS what
            FROM project_shares s JOIN projects p ON p.id = s.project_id AND p.state <> 'cancelled'
            JOIN fund_agreements g ON g.id = s.agreement_id
            JOIN need_items i ON i.id = p.need_item_id JOIN needs n ON n.id = i.need_id
            JOIN areas r ON r.iso2 = n.area_iso2
           WHERE NOT (g.earmark_areas || g.earmark_regions = '{}' OR n.area_iso2 = ANY (g.earmark_areas)
                   OR ARRAY['001', region_code, subregion_code, intermediate_region_code]::text[] && g.earmark_regions)
              OR NOT (g.earmark_groups = '{}' OR EXISTS (
                   SELECT FROM area_groups_on((p.created_at AT TIME ZONE 'UTC')::date) m
                    WHERE m.area_iso2 = n.area_iso2 AND m.name = ANY (g.earmark_groups)))
              OR NOT (g.earmark_categories = '{}' OR i.category_code = ANY (g.earmark_categories))
              OR n.area_iso2 = ANY (g.excluded_areas)
              OR g.own_matches_only AND g.offer_id <> (SELECT offer_id FROM matches WHERE id = p.match_id)`,
  },
  {
    name: 'facility.every-transfer-is-explained',
    meaning: 'Every transfer is the booking of one deposit or of one settled instruction, and moves no more than that.',
    sql: `SELECT 'transfer ' || t.id || ' (' || t.reason || ') of ' || e.moved || ' is explained by '
                 || coalesce('deposit ' || d.id, 'instruction ' || i.id, 'nothing') AS what
            FROM ledger_transfers t
            JOIN LATERAL (SELECT coalesce(sum(amount_minor) FILTER (WHERE amount_minor > 0), 0) AS moved
                            FROM ledger_entries WHERE transfer_id = t.id) e ON true
            LEFT JOIN fund_deposits d ON d.transfer_id = t.id AND t.idempotency_key = d.id
            LEFT JOIN payment_instructions i ON i.transfer_id = t.id AND t.idempotency_key = i.id AND i.state = 'settled'
            LEFT JOIN payment_orders o ON o.id = i.order_id
           WHERE e.moved IS DISTINCT FROM coalesce(o.amount_minor,
                   d.base_minor + CASE WHEN d.currency = d.base_currency THEN 0 ELSE d.amount_minor END)`,
  },
  {
    name: 'facility.paid-when-settled',
    meaning: 'A tranche is paid exactly when its order, of its amount, is settled.',
    sql: `SELECT 'tranche ' || t.id || ' is ' || t.state || ', its order is ' || coalesce(o.state, 'missing') AS what
            FROM tranches t LEFT JOIN payment_orders o ON o.id = t.order_id AND o.purpose_ref = t.id
                  AND o.amount_minor = t.amount_minor AND o.currency = t.currency
           WHERE t.state = 'paid' AND o.state IS DISTINCT FROM 'settled'
              OR t.state = 'ordered' AND (o.id IS NULL OR o.state IN ('settled', 'rejected') AND NOT ${UNTOLD})`,
  },
  {
    name: 'facility.no-word-on-own-conditions',
    meaning:
      'Nobody said that a condition was met who was then a member of the payee, the requesting organization or the donor.',
    sql: `SELECT 'the condition of tranche ' || t.id || ' was met by ' || b.person_id || ' of ' || b.organization_id AS what
            FROM tranches t JOIN projects p ON p.id = t.project_id JOIN matches m ON m.id = p.match_id
            JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
            JOIN memberships b ON b.person_id = t.condition_met_by
                  AND b.organization_id IN (p.payee_organization_id, n.organization_id, o.organization_id)
                  AND t.condition_met_at >= b.created_at AND (b.ended_at IS NULL OR t.condition_met_at < b.ended_at)`,
  },
  {
    name: 'facility.money-is-held',
    meaning: 'The money of an active project’s unpaid tranches is held; that of a cancelled project is let go.',
    sql: `SELECT 'hold ' || h.id || ' of the ' || t.state || ' tranche ' || t.id || ' is ' || h.state AS what
            FROM tranches t JOIN project_shares s ON s.tranche_id = t.id JOIN ledger_holds h ON h.id = s.hold_id
            LEFT JOIN payment_orders o ON o.id = t.order_id
           WHERE h.state <> CASE WHEN t.state = 'cancelled' THEN 'voided'
                                 WHEN t.state = 'paid' OR o.state = 'settled' THEN 'posted' ELSE 'pending' END`,
  },
  {
    name: 'facility.project-ends-with-its-tranches',
    meaning: 'A project is closed when all its tranches are paid, and cancelled with all of them.',
    sql: `SELECT 'project ' || p.id || ' is ' || p.state || ' with tranches ' || string_agg(DISTINCT t.state, ', ') AS what
            FROM projects p JOIN tranches t ON t.project_id = p.id
           GROUP BY p.id
          HAVING p.state <> CASE WHEN bool_and(t.state = 'paid') THEN 'closed'
                                 WHEN bool_and(t.state = 'cancelled') THEN 'cancelled' ELSE 'active' END
              OR bool_or(t.state = 'cancelled') <> bool_and(t.state = 'cancelled')`,
  },
  {
    name: 'facility.paid-is-delivered',
    meaning:
      'Of a need item in money so much counts as delivered as funds paid, and donors themselves paid and it accepted.',
    sql: `SELECT 'item ' || i.id || ' has ' || i.delivered || ' delivered, ' || i.paid_by_fund || ' by funds; these paid ' || f.paid || ' and donors ' || d.paid AS what
            FROM need_items i,
                 LATERAL (SELECT coalesce(sum(t.amount_minor), 0) AS paid FROM projects p JOIN tranches t ON t.project_id = p.id
                           WHERE p.need_item_id = i.id AND t.state = 'paid') f,
                 LATERAL (SELECT coalesce(sum(r.accepted), 0) AS paid FROM matches m JOIN deliveries r ON r.match_id = m.id
                           WHERE m.need_item_id = i.id) d
           WHERE i.unit_code IS NULL AND (i.paid_by_fund, i.delivered) <> (f.paid, f.paid + d.paid)`,
  },
  {
    name: 'facility.paid-one-way',
    meaning: 'No fund pays, or holds the money of the offer of, a match that its donor pays itself.',
    sql: `SELECT 'match ' || m.id || ' is paid by its donor, and by ' || coalesce('project ' || p.id, 'the agreement of its offer') AS what
            FROM matches m JOIN offers o ON o.id = m.offer_id
            LEFT JOIN projects p ON p.match_id = m.id AND p.state <> 'cancelled'
           WHERE m.unit_code IS NULL AND m.delivery_planned_on IS NOT NULL AND (p.id IS NOT NULL OR o.agreed_at IS NOT NULL)`,
  },
  {
    name: 'facility.project-fits-its-match',
    meaning: 'A project has the amount, the currency and the item of its match, whose delivery it is.',
    sql: `SELECT 'project ' || p.id || ' is ' || p.state || ', its match ' || m.id || ' is ' || m.state AS what
            FROM projects p JOIN matches m ON m.id = p.match_id
           WHERE p.state <> 'cancelled' AND ((p.amount_minor, p.currency, p.need_item_id)
                 IS DISTINCT FROM (m.amount, m.currency, m.need_item_id)
              OR m.state <> CASE p.state WHEN 'closed' THEN 'completed' ELSE 'delivering' END)`,
  },
];
