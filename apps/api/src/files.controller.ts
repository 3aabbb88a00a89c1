import { Controller, Get, Param, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Audit } from '#libs/audit';
import { type Actor, InvalidInput, NotFound } from '#libs/kernel';
import { DeliveriesQueries } from '#libs/matching';
import { FileStore, UnitOfWork } from '#libs/platform';
import { Allow, Answers, created, CurrentActor, sendFile, SIGNED_IN, TextField, IntField } from '#libs/platform/http';
import { ImportsQueries } from '#libs/sheets';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Beside the owner's organization. */
const MAY_READ_ALL = new Set(['coordinator', 'approver', 'finance', 'auditor']);

class FileDto {
  @TextField({ description: 'Id of the file', max: 40 })
  id!: string;
  @TextField({ description: 'Name as uploaded, made harmless', max: 120 })
  name!: string;
  @TextField({ description: 'Type found by content', max: 100 })
  mediaType!: string;
  @IntField({ description: 'Size in bytes', min: 1, max: 10 * 1024 * 1024 })
  sizeBytes!: number;
}

/** Private files: evidence, letters. Read by the owner's organization, those who review and both sides of a delivery. */
@ApiTags('files')
@Controller('files')
export class FilesController {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly files: FileStore,
    private readonly audit: Audit,
    private readonly imports: ImportsQueries,
    private readonly deliveries: DeliveriesQueries,
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
    const upload = await uploadedFile(request);
    const inspected = await this.files.inspect(upload.content, upload.name);
    const file = await this.uow.run(actor, (tx) => this.files.reserve(tx, inspected, actor.organizationId));
    await this.files.keep(file, upload.content);
    await this.uow.run(actor, async (tx) => {
      await this.files.confirm(tx, file);
      await this.audit.record(tx, { act: 'file.stored', refId: file.id, organizationId: file.organizationId });
    });
    const { id, name, mediaType, sizeBytes } = file;
    return created(reply, 'files', { id, name, mediaType, sizeBytes });
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
    const { file, isSheet, isEvidence } = await this.uow.read(actor, async (tx) => ({
      file: await this.files.find(tx, id),
      isSheet: await this.imports.isSent(tx, id),
      isEvidence: await this.deliveries.isEvidence(tx, id),
    }));
    // A spreadsheet may hold drafts, of which reviewers know nothing.
    const readsAll = isSheet ? actor.role === 'auditor' : MAY_READ_ALL.has(actor.role);
    if (!file || (file.organizationId !== actor.organizationId && !readsAll && !isEvidence)) {
      throw new NotFound('file', id);
    }
    return sendFile(reply, this.files, file);
  }
}

/** @throws InvalidInput when there is no file in the body, more than one, or the body ends before the file does */
async function uploadedFile(request: FastifyRequest): Promise<{ content: Buffer; name: string }> {
  let upload: { content: Buffer; name: string } | undefined;
  try {
    // To its end: a second file shows only there.
    for await (const part of request.isMultipart() ? request.files() : []) {
      upload = { content: await part.toBuffer(), name: part.filename };
    }
  } catch (error) {
    const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
    if (code === 'FST_FILES_LIMIT') {
      throw new InvalidInput([{ path: 'file', detail: 'is one of several; send one file at a time' }]);
    }
    if (typeof statusCode === 'number') throw error; // too large, for one
    throw new InvalidInput([{ path: 'file', detail: 'is cut off or not multipart/form-data; send it again' }]);
  }
  if (upload) return upload;
  throw new InvalidInput([{ path: 'file', detail: 'is missing: send multipart/form-data with one file' }]);
}
