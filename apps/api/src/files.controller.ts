import { Controller, Get, Param, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Audit } from '#libs/audit';
import { type Actor, InvalidInput, NotFound } from '#libs/kernel';
import { TEXT_BYTES_MAX, FileStore, UnitOfWork, type ReceivedContent } from '#libs/platform';
import { Allow, Answers, created, CurrentActor, sendFile, SIGNED_IN, TextField, IntField } from '#libs/platform/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FileReaders } from './file-readers.js';

class FileDto {
  @TextField({ description: 'Id of the file', max: 40 })
  id!: string;
  @TextField({ description: 'Name as uploaded, made harmless', max: 120 })
  name!: string;
  @TextField({ description: 'Type found by content', max: 100 })
  mediaType!: string;
  @IntField({ description: 'Size in bytes', min: 1, max: TEXT_BYTES_MAX })
  sizeBytes!: number;
}

/** Private files: evidence, letters, reports, spreadsheets. */
@ApiTags('files')
@Controller('files')
export class FilesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly files: FileStore,
    private readonly audit: Audit,
    private readonly readers: FileReaders,
  ) {}

  @Post()
  @Allow(...SIGNED_IN)
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @Answers(201, FileDto, [409])
  async upload(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FileDto> {
    const content = await uploadedFile(request, this.files);
    try {
      const file = await this.uow.run(actor, (tx) => this.files.reserve(tx, content, actor.organizationId));
      await this.files.keep(file, content);
      await this.uow.run(actor, async (tx) => {
        await this.files.confirm(tx, file);
        await this.audit.record(tx, { act: 'file.stored', refId: file.id, organizationId: file.organizationId });
      });
      const { id, name, mediaType, sizeBytes } = file;
      return created(reply, 'files', { id, name, mediaType, sizeBytes });
    } finally {
      await this.files.discard(content);
    }
  }

  @Get(':id')
  @Allow(...SIGNED_IN)
  @ApiProduces('application/octet-stream')
  @Answers(200, null, [404])
  async download(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.uow.read(actor, async (tx) => {
      const found = await this.files.find(tx, id);
      return found && (await this.readers.mayRead(tx, found)) ? found : null;
    });
    if (!file) throw new NotFound('file', id);
    return sendFile(reply, this.files, file);
  }
}

/** @throws InvalidInput when there is no file in the body, more than one, one that is not taken, or the body ends before the file does */
async function uploadedFile(request: FastifyRequest, files: FileStore): Promise<ReceivedContent> {
  let content: ReceivedContent | undefined;
  try {
    // To its end: a second file shows only there.
    for await (const part of request.isMultipart() ? request.files() : []) {
      content = await files.receive(part.file, part.filename);
    }
  } catch (error) {
    if (content) await files.discard(content);
    request.raw.resume(); // who sends the rest hears the answer only when it is taken
    throw explained(error);
  }
  if (content) return content;
  throw new InvalidInput([{ path: 'file', detail: 'Send one file as multipart/form-data.' }]);
}

function explained(error: unknown): unknown {
  const { code, statusCode, syscall } = error as NodeJS.ErrnoException & { statusCode?: unknown };
  if (code === 'FST_FILES_LIMIT') return new InvalidInput([{ path: 'file', detail: 'Send one file at a time.' }]);
  // Not about what was sent: a disk that is full, for one.
  if (error instanceof InvalidInput || typeof statusCode === 'number' || syscall !== undefined) return error;
  return new InvalidInput([
    { path: 'file', detail: 'The file was cut off, or is not sent as multipart/form-data. Send it again.' },
  ]);
}
