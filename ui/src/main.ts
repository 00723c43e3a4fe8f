// Opens the window. Words, first screen and letters are asked for together and drawn together: nothing stands there without its
// sentence, and no line moves when the letters come. Looking others up meanwhile would take the page engine longer than ours.
import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { speak } from './l10n.svelte'
import { session } from './session.svelte'
import './theme.css'
import './base.css'

const letters = document.fonts.load('1em "Atkinson Hyperlegible Next Variable"').catch(() => null)

/** Not waited for here: with an `await` at its top, the page would count as loaded, and be drawn empty, before this. */
export const drawn = Promise.all([speak(), session.open(), letters]).then(() => mount(App, { target: document.getElementById('app')! }))
