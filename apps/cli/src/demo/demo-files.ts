import type { INestApplicationContext } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import { FileStore, UnitOfWork } from '#libs/platform';
import { Readable } from 'node:stream';

/** Keeps a text as a file that somebody sent for their organization. Returns its id. */
export async function keepText(
  services: INestApplicationContext,
  sender: Actor,
  name: string,
  text: string,
): Promise<string> {
  const files = services.get(FileStore);
  const uow = services.get(UnitOfWork);
  const content = await files.receive(Readable.from([Buffer.from(text)]), name);
  try {
    const file = await uow.run(sender, (tx) => files.reserve(tx, content, sender.organizationId));
    await files.keep(file, content);
    await uow.run(sender, (tx) => files.confirm(tx, file));
    return file.id;
  } finally {
    await files.discard(content);
  }
}
