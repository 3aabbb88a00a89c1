import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type {
  Agreement,
  AllocationRequest,
  BankAccount,
  BankAccountInput,
  DepositRequest,
  FundInput,
  OfferAgreementRequest,
  Order,
  OrderState,
  Project,
  ProjectState,
  SignRequest,
  Tranche,
} from './types.js';

const LIMIT = 25;

const seen = (thing: { id: string; version: number }) => ({ path: { id: thing.id }, header: ifMatch(thing) });
const once = (id: string, key: string) => ({ path: { id }, header: { 'Idempotency-Key': key } });

export const trailQuery = (matchId: string) =>
  queryOptions({
    queryKey: ['money-trail', matchId],
    queryFn: () => answer(http.GET('/api/v1/matches/{id}/money-trail', { params: { path: { id: matchId } } })),
  });

export const fundsQuery = queryOptions({
  queryKey: ['funds'],
  queryFn: () => answer(http.GET('/api/v1/funds', { params: { query: { limit: 100 } } })),
});

export const createFund = (body: FundInput, key: string) =>
  answer(http.POST('/api/v1/funds', { params: { header: { 'Idempotency-Key': key } }, body }));

export const projectsQuery = (state: ProjectState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['projects', 'list', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(http.GET('/api/v1/projects', { params: { query: { state, cursor, limit: LIMIT } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const trancheQuery = (id: string) =>
  queryOptions({
    queryKey: ['tranches', id],
    queryFn: () => answer(http.GET('/api/v1/tranches/{id}', { params: { path: { id } } })),
  });

export const ordersQuery = (state: OrderState | undefined) =>
  infiniteQueryOptions({
    queryKey: ['orders', 'list', state],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) =>
      answer(http.GET('/api/v1/payment-orders', { params: { query: { state, cursor, limit: LIMIT } } })),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const orderQuery = (id: string) =>
  queryOptions({
    queryKey: ['orders', id],
    queryFn: () => answer(http.GET('/api/v1/payment-orders/{id}', { params: { path: { id } } })),
  });

export const bankAccountsQuery = (organizationId: string) =>
  queryOptions({
    queryKey: ['bank-accounts', organizationId],
    queryFn: () =>
      answer(http.GET('/api/v1/organizations/{id}/bank-accounts', { params: { path: { id: organizationId } } })),
  });

export const enterBankAccount = (organizationId: string, body: BankAccountInput) =>
  answer(http.POST('/api/v1/organizations/{id}/bank-accounts', { params: { path: { id: organizationId } }, body }));

export const verifyBankAccount = (account: BankAccount) =>
  answer(http.POST('/api/v1/bank-accounts/{id}/verify', { params: seen(account) }));

export const agreeOnOffer = (matchId: string, body: OfferAgreementRequest, key: string) =>
  answer(http.POST('/api/v1/matches/{id}/agreement', { params: once(matchId, key), body }));

export const signAgreement = (agreement: Pick<Agreement, 'id' | 'version'>, body: SignRequest) =>
  answer(http.POST('/api/v1/agreements/{id}/sign', { params: seen(agreement), body }));

export const recordDeposit = (agreementId: string, body: DepositRequest, key: string) =>
  answer(http.POST('/api/v1/agreements/{id}/deposits', { params: once(agreementId, key), body }));

export const allocate = (matchId: string, body: AllocationRequest, key: string) =>
  answer(http.POST('/api/v1/matches/{id}/allocation', { params: once(matchId, key), body }));

export const cancelProject = (project: Project, reason: string) =>
  answer(http.POST('/api/v1/projects/{id}/cancel', { params: seen(project), body: { reason } }));

export const markConditionMet = (tranche: Tranche, note: string) =>
  answer(http.POST('/api/v1/tranches/{id}/condition-met', { params: seen(tranche), body: { note } }));

export const orderPayment = (trancheId: string, bankAccountId: string, key: string) =>
  answer(http.POST('/api/v1/tranches/{id}/order', { params: once(trancheId, key), body: { bankAccountId } }));

export const approveOrder = (order: Order) =>
  answer(http.POST('/api/v1/payment-orders/{id}/approve', { params: seen(order) }));

export const rejectOrder = (order: Order, reason: string) =>
  answer(http.POST('/api/v1/payment-orders/{id}/reject', { params: seen(order), body: { reason } }));

export const retryOrder = (order: Order, reason: string) =>
  answer(http.POST('/api/v1/payment-orders/{id}/retry', { params: seen(order), body: { reason } }));
