/** Dies here when a crash test says so. Only ever active outside production. */
export function crashPoint(name: string): void {
  if (process.env.CLEARING_CRASH_AT === name && process.env.NODE_ENV !== 'production')
    process.kill(process.pid, 'SIGKILL');
}
