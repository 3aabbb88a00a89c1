import { useRef } from 'react';
import { actingMembership } from './client.js';
import { fieldProblems, FormError, NoAnswerError, ProblemError } from './problem.js';
import type { ProblemDocument } from './problem.js';
import type { StoredFile } from './types.js';

/** What the api takes in one file, other than text with rows to import. */
export const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** What it takes of that. */
export const ROWS_BYTES_MAX = 128 * 1024 * 1024;

/**
 * Sends a file of the own organization, which was chosen in that field; `onProgress` hears the sent part, from 0 to 1. By
 * XMLHttpRequest, because `fetch` does not tell how much is sent.
 * @throws FormError: what is wrong with the file; ProblemError, NoAnswerError
 */
export function upload(file: File, field: string, onProgress?: (part: number) => void): Promise<StoredFile> {
  const form = new FormData();
  form.append('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/files');
    request.responseType = 'json';
    for (const [name, value] of Object.entries(actingMembership())) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new NoAnswerError('network'));
    request.onload = () => {
      const body = request.response as StoredFile | ProblemDocument | null;
      if (request.status === 201 && body !== null && 'id' in body) return resolve(body);
      const problem = body !== null && 'type' in body ? new ProblemError(body) : null;
      const wrong = fieldProblems(problem).map(({ detail }) => ({ path: field, detail }));
      if (wrong.length > 0) return reject(new FormError(wrong));
      reject(problem ?? new NoAnswerError(`${request.status} ${request.statusText}`));
    };
    request.send(form);
  });
}

/** As {@link upload}, one file after the other; one that arrived before is not sent again. What is wrong with a file names it. */
export function useUploadsOnce(): (files: readonly File[], field: string) => Promise<StoredFile[]> {
  const arrived = useRef(new Map<string, StoredFile>());
  return async (files, field) => {
    const stored: StoredFile[] = [];
    for (const file of files) {
      const chosen = JSON.stringify([file.name, file.size, file.lastModified, file.type]);
      const one =
        arrived.current.get(chosen) ?? (await upload(file, field).catch((error: unknown) => named(file, error)));
      arrived.current.set(chosen, one);
      stored.push(one);
    }
    return stored;
  };
}

function named({ name }: File, error: unknown): never {
  if (!(error instanceof FormError)) throw error;
  throw new FormError(error.fields.map(({ path, detail }) => ({ path, detail: `${name}: ${detail}` })));
}
