// On paper nothing is folded: every fold opens for the time of the print, but the small print of a file.

export function printed() {
  const folded = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open], .small)')]
  for (const fold of folded) fold.open = true
  const again = () => folded.forEach((fold) => (fold.open = false))
  addEventListener('afterprint', again, { once: true })
  print()
}
