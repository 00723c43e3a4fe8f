# Password: rule, advice.

rule-min-length = at least { $n } characters
rule-max-length = at most { $n } characters
rule-classes = { $n ->
    [4] small letters, capitals, digits and signs
   *[other] { $n } kinds among small letters, capitals, digits, signs
}
rule-plain-ascii = no accent, no space
rule-forbidden = no character the portal refuses

advice-empty = Type a password, or take a suggested phrase.
advice-follow-rules = One point of the list is still missing.
advice-common = This password is among the first that attackers try. Use words that have nothing to do with each other.
advice-word-and-year = A word and a year are quickly guessed. Replace the year with other words.
advice-keyboard = Keys in a row or repeated are quickly guessed. Replace them with a word.
advice-personal = Your name, your identifier and your year of birth are known to others. Take them out.
advice-place = The name of the school, town or academy can be guessed. Take it out.
advice-date-or-phone = A date, a telephone number or a postcode is quickly guessed. Replace it with words.
advice-national-code = A NUMEN or a school code must never serve as a password. Take it out.
advice-add-word = Add a word that has nothing to do with the others.

# The "password" command.

cli-rule-assumed = The rule of this academy is not known: this one is assumed (twelve characters, four kinds).
cli-ask-password-to-check = Password to examine (it is not shown)
cli-password-accepted = accepted ({ $bits } bits by the CNIL, strength { $score } of 4)
cli-password-refused = refused ({ $bits } bits by the CNIL, strength { $score } of 4)
cli-passphrase-bits = { $bits } bits

refusal-passwords-rejected = Passwords refused: { $count }.
    .remedy = The reason for each is shown. "rentree password suggest" offers phrases that will do.
refusal-no-passphrase = No phrase of words meets this rule, or the system gives no randomness.
    .remedy = Ask your academy’s help desk for the exact rule, and let a password manager draw one.
