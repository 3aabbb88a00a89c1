import {
  EnumField,
  IdField,
  InstantField,
  NestedField,
  ObjectField,
  PageQuery,
  pageOf,
  TextField,
} from '#libs/platform/http';
import { ROLES, type ActorRole } from '#libs/kernel';
import type { JsonObject } from '#libs/platform';
import type { AuditEntry } from '../audit.entity.js';

const ACT = /^[a-z-]+(\.[a-z-]+)*$/;

export class AuditQuery extends PageQuery {
  @TextField({ description: 'Only acts on the thing with this id', optional: true, max: 200 })
  refId?: string;

  @TextField({
    description:
      'Only this act, or by its first word all acts of a kind: `need`. What was refused is `access`, for auditors: access.refused, access.hidden and access.more-refused',
    optional: true,
    max: 60,
    pattern: ACT,
    example: 'need.published',
  })
  act?: string;

  @IdField({ description: 'Only acts of this person', optional: true, prefix: 'pers' })
  actor?: string;
}

export class AuditActorDto {
  @EnumField({ description: 'Role acted in', values: [...ROLES, 'anonymous', 'system'] })
  role!: ActorRole;

  @TextField({ description: 'Person; null for systems and for people who are not signed in', nullable: true, max: 40 })
  personId!: string | null;

  @TextField({ description: 'Organization acted for', nullable: true, max: 40 })
  organizationId!: string | null;

  @TextField({ description: 'Name at that time, for people to read', max: 300 })
  label!: string;
}

export class AuditSealDto {
  @TextField({ description: 'Place in the chain, counted from 1', max: 20 })
  seq!: string;

  @TextField({ description: 'SHA-256 over this entry and the hash before it', max: 64 })
  hash!: string;
}

export class AuditEntryDto {
  @IdField({ description: 'Id of the entry', prefix: 'aud' })
  id!: string;

  @InstantField({ description: 'When' })
  at!: string;

  @NestedField({ description: 'Who', type: () => AuditActorDto })
  actor!: AuditActorDto;

  @TextField({ description: 'What was done', max: 60, example: 'need.published' })
  act!: string;

  @TextField({ description: 'Kind of the thing it was done to', max: 60 })
  refType!: string;

  @TextField({ description: 'Id of the thing it was done to', max: 200 })
  refId!: string;

  @TextField({ description: 'Organization that it concerns', nullable: true, max: 40 })
  organizationId!: string | null;

  @ObjectField({ description: 'Facts of the act' })
  payload!: JsonObject;

  @NestedField({
    description: 'Null until it is sealed, some seconds later, and for others than auditors',
    nullable: true,
    type: () => AuditSealDto,
  })
  seal!: AuditSealDto | null;

  /**
   * Only auditors get what is computed from the content of a payment order, and the seals, which are computed from that: who
   * knows the rest of the content, as coordinators do, could find the bank account in it by trying.
   */
  static of(entry: AuditEntry, reader: ActorRole): AuditEntryDto {
    const isWhole = reader === 'auditor';
    return {
      id: entry.id,
      at: entry.at.toISOString(),
      actor: {
        role: entry.actorRole as ActorRole,
        personId: entry.actorPerson || null,
        organizationId: entry.actorOrganization || null,
        label: entry.actorLabel,
      },
      act: entry.act,
      refType: entry.refType,
      refId: entry.refId,
      organizationId: entry.organizationId,
      payload: isWhole ? entry.payload : withoutHash(entry.payload),
      seal: isWhole && entry.seal ? { seq: entry.seal.seq.toString(), hash: entry.seal.hash } : null,
    };
  }
}

function withoutHash({ contentSha256: _, ...payload }: JsonObject): JsonObject {
  return payload;
}

export class AuditPage extends pageOf(AuditEntryDto) {}
