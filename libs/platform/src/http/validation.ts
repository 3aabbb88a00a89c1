import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { InvalidInput, type ProblemItem } from '#libs/kernel';

/** Strict: what a DTO does not name is refused, never dropped. */
export const strictValidation = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => new InvalidInput(errors.flatMap((error) => itemsOf(error, ''))),
  });

function itemsOf(error: ValidationError, parent: string): ProblemItem[] {
  const path = `${parent}${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    path,
    detail: error.constraints?.whitelistValidation
      ? 'is not known here; leave it out'
      : message.replace(`each value in ${error.property} `, 'each ').replace(`${error.property} `, ''),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => itemsOf(child, `${path}.`))];
}
