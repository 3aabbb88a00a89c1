import { REASON } from './permissions/row.js';

type NeedStep = readonly [role: 'focal-point' | 'coordinator', verb: string, body?: object];
const SUBMIT: NeedStep = ['focal-point', 'submit'];
const REVIEW: readonly NeedStep[] = [
  SUBMIT,
  ['coordinator', 'acknowledge', { authentication: 'Note verbale 12/2026' }],
];
const VALIDATE: readonly NeedStep[] = [...REVIEW, ['coordinator', 'validate']];
const PUBLISH: readonly NeedStep[] = [...VALIDATE, ['coordinator', 'publish', {}]];
/** How a draft gets to each state. */
export const NEED_STEPS = {
  submitted: [SUBMIT],
  'under-review': REVIEW,
  returned: [...REVIEW, ['coordinator', 'return', { questions: [{ body: 'How many?' }] }]],
  rejected: [...REVIEW, ['coordinator', 'reject', REASON]],
  validated: VALIDATE,
  published: PUBLISH,
  'closed-partly': [...PUBLISH, ['focal-point', 'close', REASON]],
  withdrawn: [...PUBLISH, ['focal-point', 'withdraw', REASON]],
} as const satisfies Record<string, readonly NeedStep[]>;
