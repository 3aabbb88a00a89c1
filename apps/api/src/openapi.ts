import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';

/** The contract of the API (OpenAPI 3.1), made from the DTOs; committed as apps/api/openapi.json. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const settings = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Clearing house')
    .setDescription(
      'Needs and resources for the UN Programme of Action on small arms and light weapons and its International Tracing ' +
        'Instrument. Errors are RFC 9457 problem documents. Lists page by `cursor`. What changes carries an ETag, and a ' +
        'change needs it as `If-Match`; what creates money or obligations needs an `Idempotency-Key`.',
    )
    .setVersion('1')
    .addCookieAuth('sid', { type: 'apiKey', in: 'cookie', name: 'sid' })
    .addBearerAuth({ type: 'http', scheme: 'bearer' })
    .addGlobalParameters({
      name: 'Acting-Membership',
      in: 'header',
      required: false,
      description: 'Id of the membership this is meant to be done under; while another one is signed in it is refused',
      schema: { type: 'string' },
    })
    .build();
  return SwaggerModule.createDocument(app, settings, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}
