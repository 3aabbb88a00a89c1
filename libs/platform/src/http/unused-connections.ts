import type { Server } from 'node:http';
import type { Socket } from 'node:net';

const LOOK_MS = 50;

/**
 * Node waits a minute and more for a connection on which no request came yet, and for one whose last request ended only after
 * the server was told to close; clients keep both in store. What this returns ends them, from then on until the server is closed.
 */
export function closerOfUnusedConnections(server: Server): () => void {
  const connections = new Set<Socket>();
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  return () => {
    const looks = setInterval(() => {
      server.closeIdleConnections();
      for (const connection of connections) if (connection.bytesRead === 0) connection.destroy();
    }, LOOK_MS);
    looks.unref();
    server.once('close', () => clearInterval(looks));
  };
}
