// Who points and who goes by keys: a field takes the focus of a new view for the former only.
let pointing = false

addEventListener('pointerdown', () => (pointing = true), true)
addEventListener(
  'keydown',
  (event) => {
    if (event.key === 'Tab') pointing = false
  },
  true,
)

/** The last move was made with a pointer: no Tab since. Screen readers press no pointer. */
export const points = () => pointing
