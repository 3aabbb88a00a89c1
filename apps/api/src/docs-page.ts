import type { OpenAPIObject } from '@nestjs/swagger';

interface Operation {
  summary?: string;
  description?: string;
  parameters?: { name: string; in: string; required?: boolean; description?: string }[];
  requestBody?: { content?: Record<string, { schema?: { $ref?: string } }> };
  responses: Record<string, { description?: string }>;
  tags?: string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** A page people can read: every route with its parameters and answers, and every shape. No script, no foreign host. */
export function docsPage(document: OpenAPIObject): string {
  const routes = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = (item as Record<string, Operation | undefined>)[method];
      return operation ? [route(method, path, operation)] : [];
    }),
  );
  const shapes = Object.entries(document.components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<section><h3 id="${escape(name)}">${escape(name)}</h3><pre>${escape(JSON.stringify(schema, null, 2))}</pre></section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(document.info.title)} API</title><link rel="stylesheet" href="/api-docs.css"></head><body><main><h1>${escape(document.info.title)} API</h1>
<p>${escape(document.info.description ?? '')}</p><p>For programs: <a href="openapi.json">openapi.json</a>.</p>
<h2>Routes</h2>${routes.join('')}<h2>Shapes</h2>${shapes.join('')}</main></body></html>`;
}

function route(method: string, path: string, operation: Operation): string {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, description }) =>
      `<li><code>${escape(name)}</code> (${escape(place)}${required ? ', required' : ''}) ${escape(description ?? '')}</li>`,
  );
  const body = Object.values(operation.requestBody?.content ?? {})[0]
    ?.schema?.$ref?.split('/')
    .at(-1);
  const answers = Object.entries(operation.responses).map(
    ([status, { description }]) => `<li>${escape(status)} ${escape(description ?? '')}</li>`,
  );
  return `<details><summary><code>${method.toUpperCase()} ${escape(path)}</code> ${escape(operation.summary ?? '')}</summary>
<p>${escape(operation.description ?? '')}</p>${parameters.length ? `<h4>Parameters</h4><ul>${parameters.join('')}</ul>` : ''}
${body ? `<h4>Body</h4><p><a href="#${escape(body)}">${escape(body)}</a></p>` : ''}<h4>Answers</h4><ul>${answers.join('')}</ul></details>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
