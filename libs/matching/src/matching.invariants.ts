import type { Invariant } from '#libs/platform';

const COMMITTED = "m.state IN ('confirmed', 'delivering', 'completed')";

const WAITS = "(m.state = 'reviewed' OR m.state = 'suggested' AND m.origin <> 'engine')";

export const matchingInvariants: readonly Invariant[] = [
  {
    name: 'matching.items-hold-their-matches',
    meaning: 'What confirmed matches give to an item is exactly what the item counts as committed.',
    sql: `
      SELECT format('item %s counts %s as committed, its confirmed matches give %s', i.id, i.committed, coalesce(sum(m.amount), 0)) AS what
        FROM need_items i LEFT JOIN matches m ON m.need_item_id = i.id AND ${COMMITTED}
       GROUP BY i.id HAVING i.committed <> coalesce(sum(m.amount), 0)`,
  },
  {
    name: 'matching.offers-hold-their-matches',
    meaning: 'What confirmed matches take from an offer is exactly what the offer counts as committed.',
    sql: `
      SELECT format('offer %s counts %s as committed, its confirmed matches take %s', o.id, o.committed, coalesce(sum(m.amount), 0)) AS what
        FROM offers o LEFT JOIN matches m ON m.offer_id = o.id AND ${COMMITTED}
       GROUP BY o.id HAVING o.committed <> coalesce(sum(m.amount), 0)`,
  },
  {
    name: 'matching.deliveries-within-matches',
    meaning:
      'Of a match that no fund pays no more is delivered than it commits, only while it is under way, and all of it when it is completed.',
    sql: `
      SELECT format('match %s is %s for %s, its deliveries count %s and %s of them are accepted', m.id, m.state, m.amount, d.counted,
                    d.accepted) AS what
        FROM matches m, LATERAL (SELECT coalesce(sum(counted), 0) AS counted, coalesce(sum(accepted), 0) AS accepted
                                   FROM deliveries WHERE match_id = m.id) d
       WHERE (num_nonnulls(m.unit_code, m.delivery_planned_on) > 0 OR d.counted > 0)
         AND (d.counted > CASE WHEN num_nonnulls(m.unit_code, m.delivery_planned_on) > 0 AND m.state IN ('delivering', 'completed') THEN m.amount ELSE 0 END
              OR m.state = 'completed' AND d.counted < m.amount)`,
  },
  {
    name: 'matching.deliveries-are-counted',
    meaning:
      'What items in kind and offers count as delivered and accepted, and items in money beside what funds paid, is exactly what the deliveries of their matches say.',
    sql: `
      SELECT format('%s counts %s as delivered and %s as accepted, its deliveries %s and %s', t.what, t.delivered, t.accepted,
                    coalesce(sum(d.counted), 0), coalesce(sum(d.accepted), 0)) AS what
        FROM (SELECT 'item ' || id AS what, id AS item, NULL AS offer, delivered, accepted FROM need_items WHERE unit_code IS NOT NULL
              UNION ALL
              SELECT 'offer ' || id, NULL, id, delivered, accepted FROM offers) t
        LEFT JOIN matches m ON m.need_item_id = t.item OR m.offer_id = t.offer
        LEFT JOIN deliveries d ON d.match_id = m.id
       GROUP BY t.what, t.delivered, t.accepted
      HAVING (t.delivered, t.accepted) IS DISTINCT FROM (coalesce(sum(d.counted), 0), coalesce(sum(d.accepted), 0))
       UNION ALL
      SELECT format('item %s counts %s beside what funds paid, its deliveries %s as accepted', i.id, i.delivered - i.paid_by_fund,
                    coalesce(sum(d.accepted), 0))
        FROM need_items i LEFT JOIN matches m ON m.need_item_id = i.id LEFT JOIN deliveries d ON d.match_id = m.id
       WHERE i.unit_code IS NULL
       GROUP BY i.id HAVING i.delivered - i.paid_by_fund <> coalesce(sum(d.accepted), 0)`,
  },
  {
    name: 'matching.item-belongs-to-need',
    meaning:
      'The item of a match is an item of the need of that match; a confirmed match is in the measure of the item and the offer, one that waits in that of the item, and a pledge that waits is to an item such as it was pledged to.',
    sql: `
      SELECT format('match %s joins need %s, item %s and offer %s, which do not belong together', m.id, m.need_id, i.id, o.id) AS what
        FROM matches m JOIN needs n ON n.id = m.need_id JOIN need_items i ON i.id = m.need_item_id JOIN offers o ON o.id = m.offer_id
       WHERE i.need_id <> m.need_id
          OR ${COMMITTED} AND ((m.currency, m.unit_code) IS DISTINCT FROM (i.currency, i.unit_code)
                                OR (m.currency, m.unit_code) IS DISTINCT FROM (o.currency, o.unit_code))
          OR ${WAITS} AND ((m.currency, m.unit_code) IS DISTINCT FROM (i.currency, i.unit_code)
                            OR m.origin = 'pledge' AND (o.category_codes[1], o.type_codes[1], o.earmark_areas[1])
                                                         <> (i.category_code, i.type_code, n.area_iso2))`,
  },
  {
    name: 'matching.nobody-decides-on-their-own',
    meaning: 'No match was reviewed by somebody who was then a member of one of its parties.',
    sql: `
      SELECT format('match %s was reviewed by %s of a party', m.id, m.reviewed_by) AS what
        FROM matches m JOIN needs n ON n.id = m.need_id JOIN need_items i ON i.id = m.need_item_id JOIN offers o ON o.id = m.offer_id
        JOIN memberships b ON b.person_id = m.reviewed_by
             AND b.organization_id IN (n.organization_id, i.through_organization_id, o.organization_id)
             AND m.reviewed_at >= b.created_at AND (b.ended_at IS NULL OR m.reviewed_at < b.ended_at)`,
  },
  {
    name: 'matching.what-waits-is-open',
    meaning:
      'What people brought together waits for a review or a consent only while its need and its offer are on the table.',
    sql: `
      SELECT format('match %s is %s, its need %s and its offer %s', m.id, m.state, n.state, o.state) AS what
        FROM matches m JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
       WHERE ${WAITS}
         AND (n.state <> 'published' OR n.visibility = 'coordinators' OR o.state <> 'published')`,
  },
  {
    name: 'matching.consents-hold-for-what-was-seen',
    meaning: 'Parties are asked about the need and the offer as they are now.',
    sql: `
      SELECT format('match %s asks about revision %s and terms %s, by now they are %s and %s', m.id, m.seen_revision, m.seen_terms,
                    n.revision, o.terms) AS what
        FROM matches m JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
       WHERE m.state = 'reviewed' AND (m.seen_revision, m.seen_terms) <> (n.revision, o.terms)`,
  },
  {
    name: 'matching.needs-know-what-is-under-way',
    meaning: 'A need is in delivery from when one of its matches is delivering.',
    sql: `
      SELECT format('need %s says that something is on its way: %s', n.id, n.under_way) AS what FROM needs n
       WHERE n.under_way <> EXISTS (SELECT FROM matches m WHERE m.need_id = n.id AND m.state = 'delivering')`,
  },
  {
    name: 'matching.needs-know-their-donors',
    meaning: 'A need is shown as to a party to exactly the donors whose confirmed matches give to it.',
    sql: `
      SELECT format('need %s names %s as its donors', n.id, n.donor_ids) AS what
        FROM needs n
       WHERE n.donor_ids <> (SELECT coalesce(array_agg(DISTINCT o.organization_id), '{}')
                               FROM matches m JOIN offers o ON o.id = m.offer_id WHERE m.need_id = n.id AND ${COMMITTED})`,
  },
  {
    name: 'matching.pledges-are-shown-as-their-needs',
    meaning: 'A pledge knows who may see its need.',
    sql: `
      SELECT format('offer %s is pledged to need %s and shown to %s', o.id, n.id, o.pledge_circle) AS what
        FROM matches m JOIN needs n ON n.id = m.need_id JOIN offers o ON o.id = m.offer_id
       WHERE m.origin = 'pledge'
         AND o.pledge_circle IS DISTINCT FROM CASE WHEN n.published_at IS NOT NULL AND n.visibility IN ('public', 'states-only')
                                                   THEN n.visibility ELSE 'closed' END`,
  },
  {
    name: 'matching.money-is-valued',
    meaning: 'What is pledged or committed in money keeps the rate of that day, or that none was known.',
    sql: `
      SELECT format('match %s is %s and keeps no value of its %s', m.id, m.state, e.event) AS what
        FROM matches m, (VALUES ('pledge'), ('commitment')) e (event)
       WHERE m.currency IS NOT NULL AND CASE e.event WHEN 'pledge' THEN m.origin = 'pledge' ELSE ${COMMITTED} END
         AND NOT EXISTS (SELECT FROM match_values v WHERE v.match_id = m.id AND v.event = e.event)`,
  },
  {
    name: 'matching.values-follow-from-their-rates',
    meaning: 'The US dollar value of a pledge or a commitment is its amount at the rate that is kept with it.',
    sql: `
      SELECT format('the %s of match %s: %s %s at %s per dollar is not %s cents', event, match_id, amount, currency, rate_units_per_usd,
                    usd_minor) AS what
        FROM match_values WHERE usd_minor IS DISTINCT FROM usd_minor(amount, currency, rate_units_per_usd)`,
  },
  {
    name: 'matching.two-people-consent',
    meaning: 'No match that commits anything has both consents from one person.',
    sql: `
      SELECT format('match %s was consented to by %s for both parties', m.id, m.state_consent_by) AS what
        FROM matches m WHERE m.state_consent_by = m.donor_consent_by AND ${COMMITTED}`,
  },
];
