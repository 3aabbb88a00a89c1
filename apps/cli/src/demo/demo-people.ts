import type { OrganizationKind } from '#libs/identity';
import type { Role } from '#libs/kernel';

/** Known to everyone: a demonstration world is for a machine that only its user reaches. */
export const DEMO_PASSWORD = 'demonstration-only';

export interface DemoOrganization {
  readonly ref: string;
  readonly name: string;
  readonly kind: OrganizationKind;
  readonly area?: string;
  /** For whom it may request beside its own area. */
  readonly requestsFor?: readonly string[];
}

export const DEMO_ORGANIZATIONS = [
  { ref: 'haiti', name: 'Haiti (demonstration)', kind: 'state', area: 'HT' },
  { ref: 'malawi', name: 'Malawi (demonstration)', kind: 'state', area: 'MW' },
  { ref: 'fiji', name: 'Fiji (demonstration)', kind: 'state', area: 'FJ' },
  { ref: 'sweden', name: 'Sweden (demonstration)', kind: 'donor-state', area: 'SE' },
  { ref: 'japan', name: 'Japan (demonstration)', kind: 'donor-state', area: 'JP' },
  { ref: 'unoda', name: 'UNODA (demonstration)', kind: 'un-entity' },
  { ref: 'undp', name: 'UNDP (demonstration)', kind: 'un-entity' },
] as const satisfies readonly DemoOrganization[];

export type DemoOrganizationRef = (typeof DEMO_ORGANIZATIONS)[number]['ref'];

export interface DemoPerson {
  /** The part of the address before `@demo.example`. */
  readonly id: string;
  readonly name: string;
  readonly organization: DemoOrganizationRef;
  readonly role: Role;
}

export const DEMO_PEOPLE = [
  { id: 'focal-haiti', name: 'Nadège Pierre', organization: 'haiti', role: 'focal-point' },
  { id: 'focal-malawi', name: 'Chikondi Banda', organization: 'malawi', role: 'focal-point' },
  { id: 'focal-fiji', name: 'Mere Vakatawa', organization: 'fiji', role: 'focal-point' },
  { id: 'donor-sweden', name: 'Karin Lindqvist', organization: 'sweden', role: 'donor' },
  { id: 'donor-japan', name: 'Haruto Sakai', organization: 'japan', role: 'donor' },
  { id: 'coordinator', name: 'Amina Okafor', organization: 'unoda', role: 'coordinator' },
  { id: 'coordinator-2', name: 'Luis Ferreyra', organization: 'undp', role: 'coordinator' },
  { id: 'approver-1', name: 'Sofia Marques', organization: 'unoda', role: 'approver' },
  { id: 'approver-2', name: 'Tomasz Wilk', organization: 'undp', role: 'approver' },
  { id: 'finance-1', name: 'Grace Mensah', organization: 'undp', role: 'finance' },
  { id: 'finance-2', name: 'Olivier Renard', organization: 'undp', role: 'finance' },
  { id: 'auditor', name: 'Ingrid Dahl', organization: 'unoda', role: 'auditor' },
  { id: 'administrator', name: 'Samir Haddad', organization: 'unoda', role: 'administrator' },
] as const satisfies readonly DemoPerson[];

export type DemoPersonId = (typeof DEMO_PEOPLE)[number]['id'];

export function demoEmail(id: string): string {
  return `${id}@demo.example`;
}
