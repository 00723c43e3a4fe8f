// Opens the window. Words and first screen are asked for together and drawn together: nothing stands there without its sentence.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { speak } from './l10n.svelte'
import { session } from './session.svelte'
import './theme.css'
import './base.css'

const target = document.getElementById('app')
if (target) {
  await Promise.all([speak(), session.open()])
  mount(App, { target })
}
