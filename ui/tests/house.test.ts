// Rules of the house for ui/: one bridge, nothing inline, every sentence used exists, colours that can be read.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FluentBundle, FluentResource } from '@fluent/bundle'
import { describe, expect, test } from 'vitest'
import { sentences } from '../dev/mock'

const root = join(import.meta.dirname, '..', 'src')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(svelte|ts)$/.test(path) && !path.startsWith('bindings'))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

test('only ipc.ts speaks to Rust, and nothing speaks to the network', () => {
  const bridge = files.filter(({ text }) => /@tauri-apps|__TAURI|\binvoke\(/.test(text)).map(({ path }) => path)
  expect(bridge).toEqual(['ipc.ts'])
  const network = files.filter(({ text }) => /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|https?:\/\//.test(text))
  expect(network.map(({ path }) => path)).toEqual([])
})

test('nothing inline, nothing kept, no raw markup', () => {
  const found = files.filter(({ text }) => /\sstyle=|\{@html|localStorage|sessionStorage|indexedDB|\bconsole\./.test(text))
  expect(found.map(({ path }) => path)).toEqual([])
})

describe.each(['fr', 'en'])('sentences in %s', (lang) => {
  const bundle = new FluentBundle(lang, { useIsolating: false })
  bundle.addResource(new FluentResource(sentences(lang)))
  const exists = (path: string) => {
    const [key = '', attribute] = path.split('.')
    const message = bundle.getMessage(key)
    return attribute ? message?.attributes[attribute] !== undefined : message?.value != null
  }

  test('every key written in the window exists', () => {
    const used = files.flatMap(({ text }) => [...text.matchAll(/'((?:window|standing|step|why|found-by)-[a-z0-9-]+(?:\.[a-z]+)?)'/g)].map(([, key]) => key!))
    expect(used.length).toBeGreaterThan(150)
    expect([...new Set(used)].filter((key) => !exists(key))).toEqual([])
  })

  test('no key of window.ftl is an orphan', () => {
    const own = readFileSync(join(root, '..', '..', 'locales', lang, 'window.ftl'), 'utf8')
    const keys = [...own.matchAll(/^([a-z][a-z0-9-]*) =/gm)].map(([, key]) => key!)
    const all = files.map(({ text }) => text).join('\n')
    const stems = [...all.matchAll(/`(window-[a-z-]+-)\$\{/g)].map(([, stem]) => stem!)
    const orphans = keys.filter((key) => !key.startsWith('refusal-') && !all.includes(`'${key}'`) && !all.includes(`'${key}.`) && !stems.some((stem) => key.startsWith(stem)))
    expect(orphans).toEqual([])
  })
})

describe('colours', () => {
  const css = readFileSync(join(root, 'theme.css'), 'utf8')
  const tokens = (block: string) => Object.fromEntries([...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6});/gi)].map(([, name, value]) => [name!, value!]))
  const blocks = css.split('@media ')
  const light = blocks[0]!
  const block = (query: string) => blocks.find((part) => part.startsWith(`${query} {`)) ?? ''
  const dark = block('(prefers-color-scheme: dark)')
  const strong = block('(prefers-contrast: more)')
  const strongDark = block('(prefers-contrast: more) and (prefers-color-scheme: dark)')
  const luminance = (hex: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string) => {
    const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (high + 0.05) / (low + 0.05)
  }
  /** Ink on ground, as base.css and the drawings put them. */
  const texts = [
    ['ink', 'paper'], ['ink', 'card'], ['ink', 'accent-soft'], ['ink', 'stop-soft'], ['ink', 'declared-soft'], ['ink', 'done-soft'],
    ['ink-soft', 'paper'], ['ink-soft', 'card'], ['ink-soft', 'accent-soft'], ['ink-soft', 'declared-soft'], ['ink-soft', 'stop-soft'],
    ['accent', 'card'], ['accent', 'paper'], ['accent', 'accent-soft'], ['accent', 'declared-soft'], ['on-accent', 'accent'], ['on-accent', 'accent-strong'],
    ['done', 'done-soft'], ['done', 'card'], ['declared', 'declared-soft'], ['declared', 'card'], ['stop', 'stop-soft'], ['stop', 'card'], ['card', 'stop'], ['card', 'done'],
  ] as const
  const shapes = [
    ['edge', 'card'], ['edge', 'paper'], ['focus', 'card'], ['focus', 'paper'], ['focus', 'accent-soft'], ['focus', 'declared-soft'], ['accent', 'card'], ['stop', 'card'], ['done', 'card'],
    ['declared', 'card'], ['declared', 'declared-soft'],
  ] as const

  test.each([
    ['light', [light], 4.5, 3], ['dark', [light, dark], 4.5, 3], ['high contrast, light', [light, strong], 7, 4.5], ['high contrast, dark', [light, dark, strong, strongDark], 7, 4.5],
  ] as const)('can be read in %s', (_, layers, text, shape) => {
    const of: Record<string, string> = Object.assign({}, ...layers.map(tokens))
    const low = (pairs: readonly (readonly [string, string])[], least: number) =>
      pairs.map(([a, b]) => [a, b, contrast(of[a]!, of[b]!).toFixed(2)] as const).filter(([, , ratio]) => Number(ratio) < least)
    expect(layers.every((layer) => layer.length > 0)).toBe(true)
    expect({ pale: low(texts, text), faint: low(shapes, shape) }).toEqual({ pale: [], faint: [] })
  })
})
