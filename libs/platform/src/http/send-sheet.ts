import { StreamableFile } from '@nestjs/common';
import type { SheetFile } from '../sheet/sheet-file.js';

/** The answer that is a spreadsheet, streamed, for the caller to keep. */
export function sendSheet({ name, mediaType, content }: SheetFile): StreamableFile {
  return new StreamableFile(content, { type: mediaType, disposition: `attachment; filename="${name}"` });
}
