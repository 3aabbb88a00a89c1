import { IdField, InstantField, IntField, NestedField, TextField } from '#libs/platform/http';
import type { ApiToken } from '../identity.entities.js';
import { TOKEN_DAYS_DEFAULT, TOKEN_DAYS_MAX } from '../session.rules.js';

export class CreateApiTokenDto {
  @TextField({ description: 'What it is for', max: 100, example: 'nightly export' })
  name!: string;

  @IntField({
    description: `Days until it expires; ${TOKEN_DAYS_DEFAULT} when left out`,
    optional: true,
    min: 1,
    max: TOKEN_DAYS_MAX,
  })
  days: number = TOKEN_DAYS_DEFAULT;
}

export class ApiTokenDto {
  @IdField({ description: 'Id of the token', prefix: 'tok' })
  id!: string;

  @TextField({ description: 'What it is for', max: 100 })
  name!: string;

  @IdField({ description: 'The membership that it acts under', prefix: 'memb' })
  membershipId!: string;

  @InstantField({ description: 'Since when' })
  createdAt!: string;

  @InstantField({ description: 'Until when' })
  expiresAt!: string;

  @InstantField({ description: 'Last use, to the minute', nullable: true })
  lastUsedAt!: string | null;

  static of(this: void, { id, name, membershipId, createdAt, expiresAt, lastUsedAt }: ApiToken): ApiTokenDto {
    return {
      id,
      name,
      membershipId,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    };
  }
}

export class CreatedApiTokenDto extends ApiTokenDto {
  @TextField({ description: 'The token itself: shown this once. Send it as `Authorization: Bearer …`', max: 60 })
  token!: string;
}

export class ApiTokensDto {
  @NestedField({ description: 'The newest first', type: () => ApiTokenDto, list: true })
  items!: ApiTokenDto[];
}
