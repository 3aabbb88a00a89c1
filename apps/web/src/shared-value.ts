import { useSyncExternalStore } from 'react';

/** A value that parts of the app far from each other share, with those who want to know when it changes. */
export interface SharedValue<T> {
  get(): T;
  set(value: T): void;
  listen(listener: () => void): () => void;
}

export function sharedValue<T>(initial: T): SharedValue<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useSharedValue<T>(shared: SharedValue<T>): T {
  return useSyncExternalStore(shared.listen, shared.get);
}
