/// <reference types="vitest/config" />
// The window's assets: one page, the script of the first screen, that of the others and what they share, one sheet, two font files; nothing inline, nothing remote.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [svelte(), svelteTesting()],
  base: './',
  build: {
    target: 'safari15',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  server: { fs: { allow: ['..'] } },
  // Typing and axe take seconds where two cores serve a whole gate: a limit is for what hangs.
  test: { environment: 'jsdom', testTimeout: 30_000, include: ['tests/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
})
