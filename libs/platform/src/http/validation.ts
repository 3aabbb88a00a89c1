import {
  Body,
  ValidationPipe,
  type ArgumentMetadata,
  type PipeTransform,
  type Type,
  type ValidationError,
} from '@nestjs/common';
import { ApiBody } from '@nestjs/swagger';
import { InvalidInput, type ProblemItem } from '#libs/kernel';

/** Strict: what a DTO does not name is refused, never dropped. */
export const strictValidation = (): ValidationPipe =>
  new StrictValidation({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: true, value: true },
    exceptionFactory: (errors) => new WrongShape(errors),
  });

/** A body as far as it can be used: what cannot is left out of `usable` and named by `wrong`. */
export interface UsableBody<T> {
  readonly usable: T;
  readonly wrong: readonly ProblemItem[];
}

/** The body of a form: what is wrong with its shape is said together with the rules that it breaks, by whoever takes it. */
export const FormBody =
  (type: Type): ParameterDecorator =>
  (target, name, index) => {
    if (name === undefined) throw new Error('FormBody is of a parameter of a method.');
    const method = Object.getOwnPropertyDescriptor(target, name) as TypedPropertyDescriptor<unknown>;
    ApiBody({ type })(target, name, method);
    Body(new UsableValidation(type))(target, name, index);
  };

export class UsableValidation implements PipeTransform<unknown, Promise<UsableBody<object>>> {
  private readonly strict = strictValidation();

  constructor(private readonly type: Type) {}

  async transform(value: unknown): Promise<UsableBody<object>> {
    try {
      return {
        usable: (await this.strict.transform(value, { type: 'body', metatype: this.type })) as object,
        wrong: [],
      };
    } catch (error) {
      if (!(error instanceof WrongShape)) throw error;
      return { usable: error.takeOut(), wrong: error.errors };
    }
  }
}

class WrongShape extends InvalidInput {
  constructor(private readonly found: readonly ValidationError[]) {
    super(found.flatMap((error) => itemsOf(error, '')));
  }

  /** The input without what is wrong in it: of a list of objects only their fields, elsewhere the whole. */
  takeOut(): object {
    // An unknown field says nothing of where it is.
    const input = this.found.find(({ target }) => target !== undefined)?.target;
    if (input === undefined) throw this;
    for (const error of this.found) takeOutOf(input as Record<string, unknown>, error);
    return input;
  }
}

function takeOutOf(
  input: Record<string, unknown>,
  { property, constraints, children = [], value }: ValidationError,
): void {
  if (constraints || !Array.isArray(value)) {
    delete input[property];
    return;
  }
  for (const entry of children) {
    for (const error of entry.children ?? []) takeOutOf(entry.value as Record<string, unknown>, error);
  }
}

/** What every object has by inheritance, class-transformer drops before anybody could refuse it. */
class StrictValidation extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const dropped = metadata.type === 'custom' ? [] : droppedIn(value, '');
    if (dropped.length > 0) throw new InvalidInput(dropped.map((path) => ({ path, detail: UNKNOWN })));
    return super.transform(value, metadata);
  }
}

const MISSING = 'Fill this in.';
const UNKNOWN = 'This is not known here. Leave it out.';

/** Bodies are only so deep: the api refuses deeper ones before they come here. */
function droppedIn(value: unknown, parent: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name in Object.prototype ? [`${parent}${name}`] : droppedIn(inner, `${parent}${name}.`),
  );
}

const isNothing = (value: unknown) => value === undefined || value === null;

function itemsOf(error: ValidationError, parent: string): ProblemItem[] {
  const path = `${parent}${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    path,
    detail: error.constraints?.whitelistValidation ? UNKNOWN : isNothing(error.value) ? MISSING : message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => itemsOf(child, `${path}.`))];
}
