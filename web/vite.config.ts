// How the page is built: one script and one style file with fixed names by content, nothing inline, no third party.
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

const server = process.env.HALHA_SERVER ?? 'http://127.0.0.1:7878';

export default defineConfig({
  base: './',
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': { target: server, changeOrigin: true } } },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
