import { relative } from 'node:path';

interface TestFile {
  readonly path: string;
}

/** A reporter of Jest that tells the runner which files are under way, and ends Jest when the runner was killed. */
export default class Progress {
  constructor() {
    process.once('disconnect', () => process.exit(1));
    process.channel?.unref(); // the listener alone would keep Jest alive
  }

  onTestFileStart({ path }: TestFile): void {
    process.send?.({ began: relative(process.cwd(), path) });
  }

  onTestFileResult({ path }: TestFile): void {
    process.send?.({ ended: relative(process.cwd(), path) });
  }
}
