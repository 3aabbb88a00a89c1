import type { Invariant } from '#libs/platform';
import { ENDED_STATES } from './need.states.js';
import { REVISION_CONTENT } from './publish-revision.js';

/** Most of these are constraints of the tables as well; `doctor` says what a restore or a hand at the database did to them. */
export const needsInvariants: readonly Invariant[] = [
  {
    name: 'needs.items-add-up',
    meaning:
      'Of every item, what is accepted was delivered, that was committed, and that was requested and not waived; of money, what no fund paid is accepted.',
    sql: `SELECT 'item ' || id || ': requested ' || requested || ', waived ' || waived || ', committed ' || committed
                 || ', delivered ' || delivered || ', of that by funds ' || paid_by_fund
                 || ', accepted ' || accepted AS what
            FROM need_items
           WHERE NOT (0 <= accepted AND accepted <= delivered AND delivered <= committed AND 0 <= waived
                      AND paid_by_fund BETWEEN 0 AND delivered AND (unit_code IS NOT NULL OR accepted >= delivered - paid_by_fund)
                      AND committed + waived <= requested)`,
  },
  {
    name: 'needs.published-ask-for-something',
    meaning: 'A need that was submitted has at least one item.',
    sql: `SELECT 'need ' || n.id || ' is ' || n.state || ' and has no item' AS what FROM needs n
           WHERE n.submitted_at IS NOT NULL AND NOT EXISTS (SELECT FROM need_items i WHERE i.need_id = n.id)`,
  },
  {
    name: 'needs.commitments-need-an-open-need',
    meaning: 'Nothing is committed to a need that was never published, and nothing undelivered to one that ended.',
    sql: `SELECT 'item ' || i.id || ' has ' || i.committed - i.delivered || ' to be delivered to a need that is ' || n.state
                 AS what
            FROM need_items i JOIN needs n ON n.id = i.need_id
           WHERE i.committed > 0 AND n.published_at IS NULL OR i.committed > i.delivered AND n.state IN ('withdrawn', 'closed-partly', 'expired', 'merged')`,
  },
  {
    name: 'needs.fulfilled-are-delivered',
    meaning: 'Everything that a fulfilled need asked for and did not waive was delivered.',
    sql: `SELECT 'need ' || n.id || ' is fulfilled, but of item ' || i.id || ' only ' || i.delivered || ' of ' || i.requested
                 || ' was delivered' AS what
            FROM need_items i JOIN needs n ON n.id = i.need_id
           WHERE n.state = 'fulfilled' AND i.delivered < i.requested - i.waived`,
  },
  {
    name: 'needs.decide-before-they-end',
    meaning: 'No need ended while units that arrived wait to be accepted or returned.',
    sql: `SELECT 'need ' || n.id || ' is ' || n.state || ', and of item ' || i.id || ' ' || i.delivered - i.accepted
                 || ' arrived that nobody decided on' AS what
            FROM need_items i JOIN needs n ON n.id = i.need_id
           WHERE i.unit_code IS NOT NULL AND i.delivered > i.accepted
             AND n.state IN (${ENDED_STATES.map((state) => `'${state}'`).join(', ')})`,
  },
  {
    name: 'needs.published-go-on',
    meaning: 'A published need says until when it stands, and not all that it asked for was waived, paid or accepted.',
    sql: `SELECT 'need ' || n.id || ' is published, but says no last day or asks for nothing any more' AS what FROM needs n
           WHERE n.state = 'published'
             AND (n.valid_until IS NULL
                  OR (SELECT bool_and(i.requested > 0 AND CASE WHEN i.unit_code IS NULL THEN i.delivered ELSE i.accepted END
                                                       >= i.requested - i.waived)
                        FROM need_items i WHERE i.need_id = n.id))`,
  },
  {
    name: 'needs.follow-their-items',
    meaning: 'A need is found by the words that stand in it and its items, and counts as covered as its items are.',
    sql: `SELECT 'need ' || n.id || ' is searched or counted by what it and its items no longer say' AS what FROM needs n
           WHERE n.search IS DISTINCT FROM need_document(n) OR n.coverage IS DISTINCT FROM need_coverage(n.id)
              OR n.delivery_begun <> (n.under_way OR EXISTS (SELECT FROM need_items i WHERE i.need_id = n.id AND i.delivered > 0))
              OR n.category_codes <> ARRAY(SELECT DISTINCT i.category_code FROM need_items i WHERE i.need_id = n.id ORDER BY 1)
              OR n.type_codes <> ARRAY(SELECT DISTINCT i.type_code FROM need_items i
                                       WHERE i.need_id = n.id AND i.type_code IS NOT NULL ORDER BY 1)`,
  },
  {
    name: 'needs.say-their-last-revision',
    meaning:
      'What a published need says is what its last published revision says, and revisions are numbered without a gap.',
    sql: `SELECT 'need ' || n.id || ' says otherwise than its revision ' || n.revision AS what
            FROM needs n LEFT JOIN need_revisions r ON r.need_id = n.id AND r.number = n.revision
           WHERE n.state = 'published' AND r.content IS DISTINCT FROM ${REVISION_CONTENT}
          UNION ALL
          SELECT 'need ' || n.id || ' has ' || count(r.number) || ' revisions and counts ' || n.revision
            FROM needs n LEFT JOIN need_revisions r ON r.need_id = n.id AND r.state = 'published'
           GROUP BY n.id HAVING count(r.number) <> n.revision OR coalesce(max(r.number), 0) <> n.revision`,
  },
  {
    name: 'needs.merged-once',
    meaning: 'A merged need says into which other need of its area, and that one is not merged itself.',
    sql: `SELECT 'need ' || n.id || ' is ' || n.state || ' and points to ' || coalesce(k.id || ', which is ' || k.state, 'none')
                 AS what
            FROM needs n LEFT JOIN needs k ON k.id = n.merged_into
           WHERE (n.state = 'merged') <> (k.id IS NOT NULL) OR k.state = 'merged' OR k.id = n.id
              OR k.area_iso2 <> n.area_iso2`,
  },
  {
    name: 'needs.reports-belong-to-a-cycle',
    meaning: 'A national report is for a biennial meeting or a review conference.',
    sql: `SELECT 'national report ' || r.id || ' is for ' || m.code || ', to which States do not report' AS what
            FROM national_reports r JOIN meetings m ON m.code = r.cycle
           WHERE m.kind NOT IN ('biennial-meeting', 'review-conference')`,
  },
];
