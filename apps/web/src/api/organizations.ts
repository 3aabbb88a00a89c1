import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { components, paths } from './schema.js';
import type { Organization, PointOfContact } from './types.js';

type OrganizationsQuery = NonNullable<paths['/api/v1/organizations']['get']['parameters']['query']>;

export interface OrganizationFilter extends Pick<OrganizationsQuery, 'q' | 'area' | 'contact' | 'verificationDue'> {
  readonly kind?: NonNullable<OrganizationsQuery['kind']>[number];
}

export const organizationsQuery = ({ kind, ...filter }: OrganizationFilter) =>
  infiniteQueryOptions({
    queryKey: ['organizations', 'list', { kind, ...filter }],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor }) => {
      const total = cursor === undefined ? true : undefined;
      const query = { ...filter, kind: kind && [kind], cursor, limit: 50, total };
      return answer(http.GET('/api/v1/organizations', { params: { query } }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const organizationQuery = (id: string) =>
  queryOptions({
    queryKey: ['organizations', id],
    queryFn: () => answer(http.GET('/api/v1/organizations/{id}', { params: { path: { id } } })),
  });

export const addOrganization = (body: components['schemas']['CreateOrganizationDto']) =>
  answer(http.POST('/api/v1/organizations', { body }));

export const describeOrganization = (
  organization: Organization,
  body: components['schemas']['DescribeOrganizationDto'],
) =>
  answer(
    http.PATCH('/api/v1/organizations/{id}', {
      params: { path: { id: organization.id }, header: ifMatch(organization) },
      body,
    }),
  );

export const requestFor = (organization: Organization, areas: string[]) =>
  answer(
    http.PUT('/api/v1/organizations/{id}/areas', {
      params: { path: { id: organization.id }, header: ifMatch(organization) },
      body: { areas },
    }),
  );

/** The version of the designation that the person has seen. */
const at = (contact: PointOfContact) => ({ path: { id: contact.id }, header: ifMatch(contact) });

export const designate = (organizationId: string, body: components['schemas']['DesignateInput']) =>
  answer(http.POST('/api/v1/organizations/{id}/points-of-contact', { params: { path: { id: organizationId } }, body }));

export const handOver = (contact: PointOfContact, body: components['schemas']['HandOverInput']) =>
  answer(http.POST('/api/v1/points-of-contact/{id}/hand-over', { params: at(contact), body }));

export const setLetter = (contact: PointOfContact, letterFileId: string) =>
  answer(http.PUT('/api/v1/points-of-contact/{id}/letter', { params: at(contact), body: { letterFileId } }));

export const endContact = (contact: PointOfContact, endsOn: string) =>
  answer(http.POST('/api/v1/points-of-contact/{id}/end', { params: at(contact), body: { endsOn } }));

export const verifyContact = (contact: PointOfContact) =>
  answer(http.POST('/api/v1/points-of-contact/{id}/verify', { params: at(contact) }));

export const showContact = (contact: PointOfContact, body: components['schemas']['ShowContactInput']) =>
  answer(http.PATCH('/api/v1/points-of-contact/{id}', { params: at(contact), body }));

export const delegate = (contact: PointOfContact, body: components['schemas']['DelegateInput']) =>
  answer(http.POST('/api/v1/points-of-contact/{id}/delegations', { params: at(contact), body }));

export const endDelegation = (contact: PointOfContact, delegationId: string) => {
  const { path, header } = at(contact);
  return answer(
    http.DELETE('/api/v1/points-of-contact/{id}/delegations/{delegationId}', {
      params: { path: { ...path, delegationId }, header },
    }),
  );
};
