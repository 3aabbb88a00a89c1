import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { call } from './client.js';
import type { BankAccount, Fund, MoneyTrail, Order, OrderState, OrderSummary, Page, Project } from './types.js';

const LIMIT = 25;

export const trailQuery = (matchId: string) =>
  queryOptions({
    queryKey: ['money-trail', matchId],
    queryFn: () => call<MoneyTrail>('GET', `/matches/${matchId}/money-trail`),
  });

export const fundsQuery = queryOptions({ queryKey: ['funds'], queryFn: () => call<Page<Fund>>('GET', '/funds') });

export const ordersQuery = (state: OrderState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['orders', 'list', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call<Page<OrderSummary>>('GET', '/payment-orders', { query: { state, cursor: pageParam, limit: LIMIT } }),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const orderQuery = (id: string) =>
  queryOptions({ queryKey: ['orders', id], queryFn: () => call<Order>('GET', `/payment-orders/${id}`) });

export const bankAccountsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['bank-accounts', organizationId],
    queryFn: () => call<{ items: readonly BankAccount[] }>('GET', `/organizations/${organizationId}/bank-accounts`),
  });

export interface BankAccountInput {
  readonly holderName: string;
  readonly accountNumber: string;
  readonly bic?: string;
  readonly currency: string;
}

export const enterBankAccount = (organizationId: string, body: BankAccountInput) =>
  call<BankAccount>('POST', `/organizations/${organizationId}/bank-accounts`, { body });

export const verifyBankAccount = ({ id, version }: BankAccount) =>
  call<BankAccount>('POST', `/bank-accounts/${id}/verify`, { ifMatch: version });

export const retryOrder = ({ id, version }: Order, reason: string) =>
  call<Order>('POST', `/payment-orders/${id}/retry`, { ifMatch: version, body: { reason } });

export interface AllocationRequest {
  readonly fundId: string;
  readonly tranches: readonly { readonly amount: { minor: string; currency: string }; readonly condition: string }[];
}

export const allocate = (matchId: string, body: AllocationRequest, idempotencyKey: string) =>
  call<unknown>('POST', `/matches/${matchId}/allocation`, { body, idempotencyKey });

export const cancelProject = ({ id, version }: Project, reason: string) =>
  call<unknown>('POST', `/projects/${id}/cancel`, { ifMatch: version, body: { reason } });

export const markConditionMet = (trancheId: string, version: number, note: string) =>
  call<unknown>('POST', `/tranches/${trancheId}/condition-met`, { body: { note }, ifMatch: version });

export const orderPayment = (trancheId: string, bankAccountId: string, idempotencyKey: string) =>
  call<unknown>('POST', `/tranches/${trancheId}/order`, { body: { bankAccountId }, idempotencyKey });

export const approveOrder = ({ id, version }: Order) =>
  call<Order>('POST', `/payment-orders/${id}/approve`, { ifMatch: version });

export const rejectOrder = ({ id, version }: Order, reason: string) =>
  call<Order>('POST', `/payment-orders/${id}/reject`, { ifMatch: version, body: { reason } });
