import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { API_PREFIX } from '#libs/platform/http';

export interface RunningRoute {
  readonly method: string;
  /** As the router knows it: `/api/v1/needs/:id`. */
  readonly path: string;
}

/** One line of the router's own drawing: `│   └── /:id (GET, HEAD)`; each level is four characters further in. */
const LINE = /^((?:[│ ] {3})*)[├└]── (\S.*?) \(([A-Z, ]+)\)$/;
const LEVEL_CHARS = 4;

/** All routes of a running server, HEAD left out: it comes with GET. */
export function runningRoutes(app: NestFastifyApplication): RunningRoute[] {
  const drawing = app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false });
  const parents: string[] = [];
  return drawing
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const [, indent, segment, methods] = LINE.exec(line) ?? [];
      if (indent === undefined || segment === undefined || methods === undefined) {
        throw new Error(`The router draws its routes otherwise than before: ${line}`);
      }
      const level = indent.length / LEVEL_CHARS;
      const path = ((parents[level - 1] ?? '') + segment).replace(/^\/\//, '/');
      parents[level] = path;
      return methods
        .split(', ')
        .filter((method) => method !== 'HEAD')
        .map((method) => ({ method, path: path.startsWith('/') ? path : `/${path}` }));
    });
}

/** `GET /needs/:`: without the prefix of the API, and whatever its parameters are called. */
export function routeName({ method, path }: RunningRoute): string {
  return `${method} ${path.replace(`/${API_PREFIX}`, '').replace(/:\w+/g, ':')}`;
}

/** The home page, the pages of the app, and the files of its build. */
const WEB_FILE = /^\/(?:$|:page\(|assets\/|[a-z-]+\.(?:css|html|svg)$)/;

/** Pages and assets of the web app, which everybody may fetch. */
export function isWebFile({ method, path }: RunningRoute): boolean {
  return method === 'GET' && WEB_FILE.test(path);
}
