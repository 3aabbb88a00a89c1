import { Problem } from '#libs/kernel';

export class TooManySavedSearches extends Problem {
  readonly code = 'too-many-saved-searches';
  readonly kind = 'conflict';
  constructor(max: number) {
    super(`You have ${max} saved searches already. Remove one that you no longer need, then save this one.`);
  }
}

export class SavedSearchNameTaken extends Problem {
  readonly code = 'saved-search-name-taken';
  readonly kind = 'conflict';
  constructor(name: string) {
    super(`You have a saved search called “${name}” already. Give this one another name, or change that one.`);
  }
}

export class ShortlistFull extends Problem {
  readonly code = 'shortlist-full';
  readonly kind = 'conflict';
  constructor(max: number) {
    super(`You follow ${max} needs already. Stop following one, then follow this one.`);
  }
}
