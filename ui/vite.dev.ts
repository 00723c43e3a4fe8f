// The same window with the bridge answered by dev/mock.ts: to look at screens in a browser. Never in the bundle.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'dev',
  base: './',
  publicDir: '../public',
  plugins: [svelte({ configFile: '../svelte.config.js' })],
  build: { outDir: '../dist-dev', emptyOutDir: true, assetsInlineLimit: 0, target: 'safari15' },
  server: { fs: { allow: ['../..'] } },
})
