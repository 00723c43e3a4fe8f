# Refusals of the card that enrols the second factor.

refusal-totp-not-totp = This second factor is not an authenticator app: it is a key, a text message or another system.
    .remedy = Follow your academy’s procedure for this second factor; its help desk can assist you.

refusal-totp-malformed = The server gave an enrolment code that is incomplete or too weak. Nothing was enrolled.
    .remedy = Start again. If this happens again, tell your academy’s help desk.
