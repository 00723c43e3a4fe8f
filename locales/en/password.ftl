# Password: rule, advice.

rule-min-length = at least { $n } characters
rule-max-length = at most { $n } characters
rule-classes = { $n ->
    [4] lower case, upper case, digits and signs
   *[other] { $n } kinds of characters out of lower case, upper case, digits, signs
}
rule-plain-ascii = no accent and no space, so that any keyboard can type it
rule-forbidden = no character the portal refuses

advice-empty = Type a password, or take a suggested phrase.
advice-follow-rules = One point of the list is still missing.
advice-common = This password is among the first that attackers try. Use words that have nothing to do with each other.
advice-word-and-year = A word and a year are quickly guessed. Replace the year with other words.
advice-keyboard = Keys in a row or repeated are quickly guessed. Replace them with a word.
advice-personal = Your name, your identifier and your year of birth are known to others. Take them out.
advice-place = The name of the school, town or academy can be guessed. Take it out.
advice-date-or-phone = A date or a telephone number is quickly guessed. Replace it with words.
advice-national-code = A NUMEN or a school code must never serve as a password. Take it out.
advice-add-word = Still too easy to guess. Add a word that has nothing to do with the others.
