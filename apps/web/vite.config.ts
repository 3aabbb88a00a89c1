import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The api serves `dist/web`; in development this server passes `/api` on to it. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    sourcemap: true,
    // The content security policy allows no `data:` scripts or styles, and every asset is cached by its hash.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What the first page needs comes in few pieces: many small ones compress worse than they are worth.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'shared',
              test: /@tanstack|src\/(ui\/(after-act|amount|coverage|dates|show-more|stacking-table|tag|trouble)|api\/needs|pages\/.*-filters|pages\/session\/new-session)\./,
            },
          ],
        },
      },
    },
  },
  server: { host: '127.0.0.1', proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? '3000'}` } },
});
