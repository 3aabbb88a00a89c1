/** For a thing of the own organization and for one of another; one number where it makes no difference. */
type Status = number | readonly [own: number, other: number];

export interface Statuses {
  readonly anonymous: number;
  readonly 'focal-point': Status;
  readonly donor: Status;
  readonly coordinator: Status;
  readonly approver: Status;
  readonly finance: Status;
  readonly auditor: Status;
  readonly administrator: Status;
}

/** What stands behind the ids of the path; made by subjects.ts. */
export type SubjectName =
  | 'nothing'
  | 'draft need'
  | 'submitted need'
  | 'need under review'
  | 'returned need'
  | 'rejected need'
  | 'validated need'
  | 'closed need'
  | 'withdrawn need'
  | 'needs alike'
  | 'merged need'
  | 'public need'
  | 'imported need'
  | 'need for the signed-in'
  | 'need for parties'
  | 'need for coordinators'
  | 'submission threshold'
  | 'contact verification'
  | 'flow to a need for parties'
  | 'draft offer'
  | 'public offer'
  | 'private offer'
  | 'withdrawn offer'
  | 'pledge'
  | 'open item'
  | 'need and offer'
  | 'proposed match'
  | 'reviewed match'
  | 'confirmed match'
  | 'agreed match'
  | 'confirmed match in kind'
  | 'match under way'
  | 'partly delivered match'
  | 'accepted delivery'
  | 'returned delivery'
  | 'recorded delivery'
  | 'fund'
  | 'pledged agreement'
  | 'signed agreement'
  | 'project'
  | 'planned tranche'
  | 'met tranche'
  | 'bank account'
  | 'payment order'
  | 'ledger account'
  | 'file'
  | 'unused file'
  | 'public report'
  | 'report for the signed-in'
  | 'report for coordinators'
  | 'report by a coordinator'
  | 'withdrawn report'
  | 'room for a report'
  | 'next meeting'
  | 'state'
  | 'point of contact'
  | 'delegated point of contact'
  | 'own letter to add'
  | 'letter'
  | 'imported organization'
  | 'regional organization'
  | 'proposed revision'
  | 'import'
  | 'sheet to send'
  | 'person'
  | 'person whose role ended'
  | 'invitation'
  | 'invitation link'
  | 'reset link'
  | 'address link'
  | 'own API token'
  | 'own session'
  | 'own notification'
  | 'own saved search'
  | 'own membership'
  | 'sign-in';

export interface RouteRow {
  readonly route: string;
  readonly on: SubjectName;
  /** `$name` stands for a value of the subject. */
  readonly query?: string;
  readonly body?: object;
  readonly ifMatch?: true;
  readonly idempotencyKey?: true;
  readonly uploads?: true;
  /** Nobody leaves it to a program: an API token of those who may is refused. */
  readonly inSession?: true;
  readonly expect: Statuses;
  /** For a list that answers 200: whether the subject is in it. */
  readonly shows?: Partial<Record<keyof Statuses, boolean | readonly [own: boolean, other: boolean]>>;
}

/** The same status for every role. */
export const all = (status: number) => ({
  'focal-point': status,
  donor: status,
  coordinator: status,
  approver: status,
  finance: status,
  auditor: status,
  administrator: status,
});

/** Signed in or not. */
export const EVERYONE = { anonymous: 200, ...all(200) };
export const SIGNED_IN = { anonymous: 401, ...all(200) };
/** To start from: a row adds the roles that may. */
export const NOBODY = { anonymous: 401, ...all(403) };

export const REASON = { reason: 'No longer possible.' };

/** Of those who are asked for it. */
export const PASSWORD = 'correct horse battery';
