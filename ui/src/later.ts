// Every screen but the first, and the tools: read once the first is drawn.
import type { Component } from 'svelte'
import type { Screen, View } from './bindings'
import HandOff from './parts/HandOff.svelte'
import OtherForm from './parts/OtherForm.svelte'
import Outcome from './parts/Outcome.svelte'
import SignIn from './parts/SignIn.svelte'
import CheckUp from './steps/CheckUp.svelte'
import Ended from './steps/Ended.svelte'
import Identity from './steps/Identity.svelte'
import MailApps from './steps/MailApps.svelte'
import Password from './steps/Password.svelte'
import Recovery from './steps/Recovery.svelte'
import SecondFactor from './steps/SecondFactor.svelte'

export { default as Tools } from './parts/Tools.svelte'

/** What several steps ask alike. */
const shared = { 'hand-off': HandOff, outcome: Outcome, 'sign-in': SignIn, 'other-form': OtherForm, ended: Ended }
const steps = { identity: Identity, password: Password, recovery: Recovery, 'second-factor': SecondFactor, 'mail-apps': MailApps, 'check-up': CheckUp }

/** What draws a screen. */
export function part(view: View): Component<{ screen: Screen }> {
  const all: Record<string, unknown> = { ...steps, ...shared }
  return (all[view.screen.kind] ?? all[view.step]) as Component<{ screen: Screen }>
}
