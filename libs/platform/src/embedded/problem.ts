/** The embedded database cannot be had; the message is one sentence that says what to do. */
export class EmbeddedError extends Error {}

/** Somebody else owns the data folder. */
export class DataFolderInUse extends EmbeddedError {
  constructor(
    readonly dataFolder: string,
    readonly holder: string,
    readonly pid: number,
  ) {
    super(
      `The data folder ${dataFolder} is in use by "${holder}" (process ${pid}). ` +
        'Stop it first, or choose another folder with --data FOLDER.',
    );
  }
}

/** Turns an error of the file system into a sentence about the data folder; any other error is returned as it is. */
export function folderProblem(error: unknown, folder: string): unknown {
  if (error instanceof EmbeddedError) return error;
  const { code = '' } = error as NodeJS.ErrnoException;
  if (['ENOSPC', 'EDQUOT'].includes(code)) return diskFull(folder);
  if (['EACCES', 'EPERM', 'EROFS'].includes(code)) return notWritable(folder);
  if (code === 'ENOENT')
    return new EmbeddedError(`${folder} cannot be made. Choose another folder with --data FOLDER.`);
  if (code === 'ENOTDIR') {
    return new EmbeddedError(`${folder} is not a folder. Choose another with --data FOLDER.`);
  }
  return error;
}

/** The same for what PostgreSQL wrote about its end; null when that is not about the folder. */
export function folderProblemIn(output: string, folder: string): EmbeddedError | null {
  if (/no space left on device|quota exceeded|free disk space/i.test(output)) return diskFull(folder);
  return /permission denied|read-only file system/i.test(output) ? notWritable(folder) : null;
}

const diskFull = (folder: string) =>
  new EmbeddedError(
    `The disk that holds ${folder} is full. Free some space, or choose another folder with --data FOLDER.`,
  );

const notWritable = (folder: string) =>
  new EmbeddedError(
    `The data folder ${folder} cannot be written by this user. Give it to the user, or choose another with --data FOLDER.`,
  );
