// Every screen in both languages: one title that has the focus, no sentence missing, nothing axe objects to.
import { describe, expect, test } from 'vitest'
import { scenes } from '../dev/mock'
import { missing, open, violations } from './open'

describe.each(['fr', 'en'])('in %s', (lang) => {
  test.each(Object.keys(scenes))('%s', async (screen) => {
    await open({ screen, lang })
    const titles = document.querySelectorAll('h1')
    expect(titles).toHaveLength(1)
    expect(document.activeElement).toBe(titles[0])
    expect(document.documentElement.lang).toBe(lang)
    expect(missing()).toEqual([])
    expect(document.querySelector('[role=status][aria-live]')).not.toBeNull()
    expect(await violations()).toEqual([])
  })
})
