// Every screen but the first, and the tools: read once the first is drawn.
import type { Component } from 'svelte'
import type { Screen, StepName, View } from './bindings'
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

/** What several steps ask alike, by the kind of screen. */
const shared: Partial<Record<Screen['kind'], unknown>> = { 'hand-off': HandOff, outcome: Outcome, 'sign-in': SignIn, 'other-form': OtherForm, ended: Ended }
const steps: Partial<Record<StepName, unknown>> = { identity: Identity, password: Password, recovery: Recovery, 'second-factor': SecondFactor, 'mail-apps': MailApps, 'check-up': CheckUp }

/** What draws a screen. */
export function part(view: View): Component<{ screen: Screen }> {
  return (shared[view.screen.kind] ?? steps[view.step]) as Component<{ screen: Screen }>
}
