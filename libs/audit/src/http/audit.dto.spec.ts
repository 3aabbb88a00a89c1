// Danger: who may not see a bank account finds it from the hash of an approved order, or from a seal computed from that hash.
import 'reflect-metadata';
import type { AuditEntry } from '../audit.entity.js';
import { AuditEntryDto } from './audit.dto.js';

const HASH = 'ab'.repeat(32);
const SEAL = 'cd'.repeat(32);

const entry = {
  id: '1',
  at: new Date(0),
  actorRole: 'approver',
  actorPerson: 'pers_a',
  actorOrganization: 'org_a',
  actorLabel: 'Approver',
  act: 'payment-order.approved',
  refType: 'order',
  refId: 'order_a',
  organizationId: null,
  payload: { contentSha256: HASH, revision: 1 },
  seal: { seq: 1n, hash: SEAL },
} as unknown as AuditEntry;

it('an auditor reads an entry whole, a coordinator nothing that is computed from the content of an order', () => {
  expect(AuditEntryDto.of(entry, 'auditor')).toMatchObject({ payload: { contentSha256: HASH }, seal: { hash: SEAL } });
  expect(AuditEntryDto.of(entry, 'coordinator')).toMatchObject({ payload: { revision: 1 }, seal: null });
  const told = JSON.stringify(AuditEntryDto.of(entry, 'coordinator'));
  expect([told.includes(HASH), told.includes(SEAL)]).toEqual([false, false]);
});
