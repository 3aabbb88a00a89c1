// Danger: sign-ins that everyone knows, on an address that everyone reaches.
import { LaunchError, readOptions } from './options.js';

const options = (args: string[], env: NodeJS.ProcessEnv = {}) => {
  const read = readOptions(args, env);
  if (read === 'help') throw new Error('help');
  return read;
};

describe('the options of npm start', () => {
  it('binds the loopback address and shows a demonstration unless told otherwise', () => {
    expect(options([])).toMatchObject({ host: '127.0.0.1', port: 3000, demo: true, demoRefused: null, reset: false });
    expect(options(['--no-demo'])).toMatchObject({ demo: false, demoRefused: null });
    expect(options(['--port', '8080'], { PORT: '9090', HOST: 'localhost' })).toMatchObject({
      host: 'localhost',
      port: 8080,
    });
  });

  it('takes no folder without a name', () => {
    expect(() => options(['--data', ''])).toThrow('--data names no folder');
  });

  it('refuses the demonstration in production and on a public address', () => {
    expect(options([], { NODE_ENV: 'production' })).toMatchObject({
      demo: false,
      demoRefused: 'NODE_ENV is production',
    });
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'example.org', '127.0.0.1.example.org']) {
      expect(options(['--host', host])).toMatchObject({
        demo: false,
        demoRefused: `${host} is not this machine alone`,
      });
      expect(options([], { HOST: host }).demo).toBe(false);
    }
  });

  it('gives the processes longer to stop than they give themselves', () => {
    expect(options([]).stopMs).toBe(30_000);
    expect(options([], { CLEARING_SHUTDOWN_DEADLINE_SECONDS: '600' }).stopMs).toBe(605_000);
  });

  it('gives the worker the metrics port after that of the api', () => {
    expect(options([]).metricsPort).toBeNull();
    expect(options([], { CLEARING_METRICS_PORT: '0' }).metricsPort).toBeNull();
    expect(options([], { CLEARING_METRICS_PORT: '65534' }).metricsPort).toBe(65_534);
    expect(() => options([], { CLEARING_METRICS_PORT: '65535' })).toThrow('the worker takes the next port');
  });

  it('says what is wrong with an argument', () => {
    expect(() => options(['--port', '65536'])).toThrow(LaunchError);
    expect(() => options(['--port', '1e3'])).toThrow('"1e3" is not a port');
    expect(() => options(['--prot', '1'])).toThrow("Unknown option '--prot'");
    expect(readOptions(['--help'], {})).toBe('help');
  });
});
