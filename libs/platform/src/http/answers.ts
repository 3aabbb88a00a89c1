import { applyDecorators, HttpCode, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';

class ProblemErrorDto {
  @ApiProperty({ type: String })
  path!: string;
  @ApiProperty({ type: String })
  detail!: string;
}

/** RFC 9457. */
export class ProblemDto {
  @ApiProperty({ type: String, example: '/problems/not-found' })
  type!: string;
  @ApiProperty({ type: String })
  title!: string;
  @ApiProperty({ type: Number })
  status!: number;
  @ApiProperty({ type: String })
  detail!: string;
  @ApiProperty({ type: String, description: 'The id of the request, to name in a report' })
  instance!: string;
  @ApiProperty({ type: [ProblemErrorDto], required: false })
  errors?: ProblemErrorDto[];
}

const problem = (status: number, description: string) =>
  ApiResponse({
    status,
    description,
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
  });

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'Not signed in',
  403: 'Not permitted',
  404: 'Nothing there that you may see',
  409: 'Not possible in the present state',
  412: 'Changed by somebody else since it was read',
  413: 'Too large',
  415: 'Not a media type that is taken here',
  422: 'Idempotency-Key used before for another request',
  428: 'If-Match is required',
  429: 'Too many requests',
  503: 'Not available just now',
};

/** Each route can answer these. */
const ALWAYS = [400, 401, 403, 413, 415, 429, 503];

/** The good answer of a route, and the statuses of the problems it can give beside the usual ones. */
export function Answers(status: number, type: Type | null, problems: readonly number[] = []): MethodDecorator {
  return applyDecorators(
    HttpCode(status),
    ApiExtraModels(ProblemDto),
    type ? ApiResponse({ status, type, description: 'Done' }) : ApiResponse({ status, description: 'Done' }),
    ...[...new Set([...ALWAYS, ...problems])].map((code) => problem(code, STATUS_WORDS[code] ?? 'Problem')),
  );
}

/** Documents the required If-Match header, and its 412 and 428. */
export const NeedsIfMatch = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'ETag of the version that was read',
      schema: { type: 'string' },
    }),
    problem(412, STATUS_WORDS[412]!),
    problem(428, STATUS_WORDS[428]!),
  );

/** Documents the required Idempotency-Key header, and its 422. */
export const NeedsIdempotencyKey = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({ name: 'Idempotency-Key', required: true, schema: { type: 'string', minLength: 8, maxLength: 128 } }),
    problem(422, STATUS_WORDS[422]!),
  );
