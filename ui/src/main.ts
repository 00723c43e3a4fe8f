// Opens the window: words first, so that nothing is ever drawn without its sentence.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { speak } from './l10n.svelte'
import './theme.css'
import './base.css'

const target = document.getElementById('app')
if (target) {
  await speak()
  mount(App, { target })
}
