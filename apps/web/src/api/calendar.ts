import { queryOptions } from '@tanstack/react-query';
import { answer, http, ifMatch } from './client.js';
import type { ContactVerification, Meeting, MeetingInput, MeetingPatch, Threshold } from './types.js';

export const meetingsQuery = queryOptions({
  queryKey: ['reference', 'meetings'],
  queryFn: () => answer(http.GET('/api/v1/reference/meetings')).then(({ items }) => items),
});

export const thresholdQuery = queryOptions({
  queryKey: ['reference', 'submission-threshold'],
  queryFn: () => answer(http.GET('/api/v1/reference/submission-threshold')),
});

export const verificationQuery = queryOptions({
  queryKey: ['reference', 'contact-verification'],
  queryFn: () => answer(http.GET('/api/v1/reference/contact-verification')),
});

export const addMeeting = (body: MeetingInput) => answer(http.POST('/api/v1/reference/meetings', { body }));

export const correctMeeting = (meeting: Meeting, body: MeetingPatch) =>
  answer(
    http.PATCH('/api/v1/reference/meetings/{code}', {
      params: { path: { code: meeting.code }, header: ifMatch(meeting) },
      body,
    }),
  );

export const removeMeeting = (meeting: Meeting) =>
  answer(
    http.DELETE('/api/v1/reference/meetings/{code}', {
      params: { path: { code: meeting.code }, header: ifMatch(meeting) },
    }),
  );

export const setThreshold = (seen: Threshold, body: Pick<Threshold, 'minimumScore' | 'requiredFacts'>) =>
  answer(http.PUT('/api/v1/reference/submission-threshold', { params: { header: ifMatch(seen) }, body }));

export const setVerification = (seen: ContactVerification, afterDays: number) =>
  answer(
    http.PUT('/api/v1/reference/contact-verification', { params: { header: ifMatch(seen) }, body: { afterDays } }),
  );
