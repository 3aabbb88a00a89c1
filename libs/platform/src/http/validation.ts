import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { InvalidInput, type ProblemItem } from '#libs/kernel';

/** Strict: what a DTO does not name is refused, never dropped. */
export const strictValidation = (): ValidationPipe =>
  new StrictValidation({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => new InvalidInput(errors.flatMap((error) => itemsOf(error, ''))),
  });

/** What every object has by inheritance, class-transformer drops before anybody could refuse it. */
class StrictValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const dropped = metadata.type === 'custom' ? [] : droppedIn(value, '');
    if (dropped.length > 0) throw new InvalidInput(dropped.map((path) => ({ path, detail: UNKNOWN })));
    return super.transform(value, metadata);
  }
}

const UNKNOWN = 'is not known here; leave it out';

/** Bodies are only so deep: the api refuses deeper ones before they come here. */
function droppedIn(value: unknown, parent: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name in Object.prototype ? [`${parent}${name}`] : droppedIn(inner, `${parent}${name}.`),
  );
}

function itemsOf(error: ValidationError, parent: string): ProblemItem[] {
  const path = `${parent}${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    path,
    detail: error.constraints?.whitelistValidation
      ? UNKNOWN
      : message.replace(`each value in ${error.property} `, 'each ').replace(`${error.property} `, ''),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => itemsOf(child, `${path}.`))];
}
