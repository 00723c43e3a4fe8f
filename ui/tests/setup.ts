// jsdom lacks what the window asks of a real page: native dialogs and scrolling into view.
import { clearMocks } from '@tauri-apps/api/mocks'
import { afterEach, beforeEach, vi } from 'vitest'

HTMLElement.prototype.scrollIntoView = () => {}
HTMLDialogElement.prototype.showModal = function () {
  this.setAttribute('open', '')
}

beforeEach(() => {
  vi.stubGlobal('print', vi.fn())
})
afterEach(() => {
  clearMocks()
  vi.unstubAllGlobals()
})
