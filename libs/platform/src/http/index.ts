export { Allow, ANYONE, Authenticator, CurrentActor, InSession, PermissionGuard, SIGNED_IN } from './allow.js';
export { Answers, NeedsIdempotencyKey, NeedsIfMatch, ProblemDto } from './answers.js';
export { created, IfMatch, withEtag } from './etag.js';
export {
  AmountField,
  BoolField,
  DateField,
  EmailField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  MeasureDto,
  MoneyDto,
  NamedDto,
  NestedField,
  NumberField,
  ObjectField,
  SecretField,
  TextField,
} from './fields.js';
export type { FieldOptions } from './fields.js';
export { API_PREFIX, createHttpApp } from './http-app.js';
export {
  IdempotencyKeyReused,
  NotPermitted,
  PreconditionRequired,
  SessionRequired,
  Unauthenticated,
} from './http.errors.js';
export { IdempotentRequest, once } from './idempotency.js';
export type { IdempotencyKey } from './idempotency.js';
export { PageQuery, pageOf } from './pages.js';
export { STATUS_OF_KIND } from './problem-filter.js';
export { sendFile } from './send-file.js';
export { sendSheet } from './send-sheet.js';
export { FormBody } from './validation.js';
export type { UsableBody } from './validation.js';
export { streamEvents } from './sse.js';
export type { EventSource, ServerEvent } from './sse.js';
