/**
 * How many SQL statements a read may take, signing in included, beginning and end of transactions not. Written by hand: a
 * number that grows with the rows shows at once. Each list has five rows or more when it is asked, each detail several parts.
 */
export const QUERY_BUDGETS: Readonly<Record<string, number>> = {
  'GET /audit': 2,
  'GET /organizations': 2,
  'GET /organizations/:organizationId': 3,
  'GET /organizations/:organizationId/bank-accounts': 2,
  'GET /people/:personId': 3,
  'GET /api-tokens': 2,
  'GET /session': 3,
  'GET /files/:fileId': 2,
  'GET /needs': 2,
  'GET /needs?total=true': 3,
  'GET /needs/:needId': 2,
  'GET /needs/:needId/candidates': 6,
  'GET /needs/:needId/flows-summary': 4,
  'GET /flows': 2,
  'GET /offers': 2,
  'GET /offers/:offerId': 2,
  'GET /matches': 2,
  'GET /matches/:matchId': 2,
  'GET /matches/:matchId/money-trail': 9,
  'GET /projects': 2,
  'GET /projects/:projectId': 2,
  'GET /tranches/:trancheId': 2,
  'GET /funds': 2,
  'GET /funds/:fundId': 2,
  'GET /funds/:fundId/agreements': 3,
  'GET /agreements/:agreementId': 2,
  'GET /agreements/:agreementId/deposits': 3,
  'GET /agreements/:agreementId/deposits/:depositId': 3,
  'GET /ledger/accounts/:accountId': 4,
  'GET /bank-accounts/:bankAccountId': 2,
  'GET /payment-orders': 2,
  'GET /payment-orders/:orderId': 2,
  'GET /reference/areas': 3,
  'GET /reference/currencies': 2,
  'GET /reference/assistance-categories': 2,
  'GET /reference/assistance-types': 2,
  'GET /reference/units': 2,
  'GET /reference/exchange-rates?currency=EUR&on=2026-01-31': 2,
};

/** Reads that are not counted, and why. */
export const WITHOUT_BUDGET: Readonly<Record<string, string>> = {
  'GET /docs': 'made at the start',
  'GET /openapi.json': 'made at the start',
  'GET /livez': 'asks nothing',
  'GET /readyz': 'asks whether the database is there',
  'GET /payment-orders/:orderId/events': 'a stream that asks every second',
};
