import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A plain HTTP server that keeps objects by path, as much of S3 as the blob store speaks. */
export class S3Peer {
  readonly objects = new Map<string, Buffer>();
  private readonly parts = new Map<string, Buffer[]>();
  private readonly server = createServer((request, response) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '', 'http://s3');
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256')) return response.writeHead(403).end();
    const part = searchParams.get('partNumber');
    if (request.method === 'GET' && searchParams.has('uploads'))
      return response.end('<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>');
    if (request.method === 'POST' && searchParams.has('uploads')) {
      this.parts.set(path, []);
      return response.end('<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>');
    }
    if (request.method === 'POST') {
      // Parts have numbers in order, from any and with gaps.
      this.objects.set(path, Buffer.concat(Object.values(this.parts.get(path) ?? [])));
      this.parts.delete(path);
      return response.end(
        '<CompleteMultipartUploadResult><Location>here</Location><ETag>"one"</ETag></CompleteMultipartUploadResult>',
      );
    }
    if (request.method === 'PUT') {
      return void buffer(request).then((body) => {
        const content = unwrapChunks(body, request.headers['x-amz-content-sha256']);
        if (part === null) this.objects.set(path, content);
        else this.parts.get(path)![Number(part) - 1] = content;
        response.setHeader('ETag', '"1"').end();
      });
    }
    if (request.method === 'DELETE') {
      this.objects.delete(path);
      return response.writeHead(204).end();
    }
    const found = this.objects.get(path);
    return found ? response.end(found) : response.writeHead(404).end();
  });

  /** Returns the URL for the blob store. */
  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://key:secret@127.0.0.1:${(this.server.address() as AddressInfo).port}/evidence`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

/** Streamed uploads are signed chunk by chunk: `<size>;chunk-signature=…\r\n<bytes>\r\n`. */
function unwrapChunks(body: Buffer, hash: string | string[] | undefined): Buffer {
  if (hash !== 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD') return body;
  const head = body.indexOf('\r\n');
  const size = parseInt(body.subarray(0, head).toString(), 16);
  return body.subarray(head + 2, head + 2 + size);
}
