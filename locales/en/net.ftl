# The connection: how it fails. Sentences say what happened, remedies what to do next.

refusal-dns = The name { $host } was not found.
    .remedy = Check that this computer is connected to the Internet. If the web works, give this name to your school’s IT referent: the network may block it.
refusal-dns-silent = No name server answers: { $host } cannot be found.
    .remedy = Check that this computer is connected to the Internet, then try again. At school, tell the IT referent.
refusal-offline = This computer is on no network that leads to { $host }.
    .remedy = Plug in the cable or join the Wi-Fi, then try again.
refusal-bad-host = “{ $host }” is not a usable server name.
    .remedy = Ask your academy’s help desk for the exact name of the server.
refusal-connection-refused = { $host } refuses the connection on port { $port }.
    .remedy = Try again from another network, at home for example. If it works there, your school’s IT referent can open this port; otherwise tell your academy’s help desk.
refusal-filtered = { $host } does not answer on port { $port }: the network seems to block it silently.
    .remedy = Try again from another network, at home for example. At school, ask the IT referent to allow { $host }, port { $port }.
refusal-admin-prohibited = The network or this computer forbids the connection to { $host }, port { $port }.
    .remedy = At school, ask the IT referent to allow { $host }, port { $port }. Elsewhere, check the firewall of this computer.
refusal-reset = The connection to { $host } (port { $port }) was cut.
    .remedy = Try once more. If it happens again, try another network, then tell the IT referent.
refusal-mute = { $host } (port { $port }) accepts the connection, then stays silent.
    .remedy = A filter probably stands between you and the server. Try another network, or show this message to the IT referent.
refusal-timeout = { $host } (port { $port }) takes too long to answer.
    .remedy = Wait a few minutes and try again. The network or the server may be busy.
refusal-slow = { $host } (port { $port }) answers, but the connection is very slow.
    .remedy = Nothing is blocked. Be patient, move closer to the Wi-Fi, or try again at a quieter time.
refusal-plain-on-tls = What answers in place of { $host } (port { $port }) speaks without encryption.
    .remedy = Try another network. If it happens again, show this message to the IT referent. Your password was not sent.
refusal-captive-portal = { $portal ->
    [none] This network first asks you to sign in: a web page answers in the servers’ place.
   *[other] This network first asks you to sign in: { $portal } answers in the servers’ place.
}
    .remedy = Open a web page in your browser: the network’s welcome page (hotel, train, school) should appear. Sign in there, then try again. Your password was not sent.
refusal-tls-too-old = { $host } (port { $port }) only speaks an encryption that is too old.
    .remedy = Tell your academy’s help desk: the server must accept TLS 1.2 or later. Your password was not sent.
refusal-tls-failed = The encrypted connection to { $host } (port { $port }) could not be set up.
    .remedy = Try again from another network. If it happens again, tell your academy’s help desk. Your password was not sent.
refusal-certificate-expired = The certificate of { $host } expired on { $day }.
    .remedy = First check the date and time of this computer. If they are right, tell your academy’s help desk. Your password was not sent.
refusal-certificate-not-yet = The certificate of { $host } is only valid from { $day }.
    .remedy = The clock of this computer is probably slow: set it right, then try again. Your password was not sent.
refusal-certificate-wrong-name = The server that answered is not { $host }: its certificate belongs to { $presented }.
    .remedy = Try another network. If it happens again, show this message to your academy’s help desk. Your password was not sent.
refusal-clock-behind = { $minutes ->
    [0] { $day ->
        [none] This computer’s clock is behind.
       *[other] This computer’s clock is behind: it believes that today is { $day }.
    }
    [one] This computer’s clock is a minute or more behind.
   *[other] This computer’s clock is about { $minutes } minutes behind.
}
    .remedy = Because of it, certificates or codes look wrong. Set date, time and time zone to automatic, then try again. Your password was not sent.
refusal-clock-ahead = { $minutes ->
    [0] { $day ->
        [none] This computer’s clock is ahead.
       *[other] This computer’s clock is ahead: it believes that today is { $day }.
    }
    [one] This computer’s clock is a minute or more ahead.
   *[other] This computer’s clock is about { $minutes } minutes ahead.
}
    .remedy = Because of it, certificates or codes look wrong. Set date, time and time zone to automatic, then try again. Your password was not sent.
refusal-self-signed = Nobody vouches for the certificate shown for { $host } but itself: { $issuer }.
    .remedy = Some equipment on the network probably answers in place of the server. Try another network, and show this name to the IT referent. Your password was not sent.
refusal-unknown-issuer = The certificate shown for { $host } comes from an unknown issuer: { $issuer }.
    .remedy = { $maker ->
        [none] Some equipment
       *[other] { $maker } equipment
    } may stand between you and the server. Try another network, and show this name to the IT referent. Your password was not sent.
refusal-intercepted = { $maker ->
        [none] Some equipment
       *[other] { $maker } equipment
    } opens the encrypted connections to { $host }: { $issuer }.
    .remedy = It could read your password, which was therefore not sent. Try another network, or ask the IT referent to let { $host } through without inspection.
refusal-system-roots-old = This computer does not know yet the authority { $issuer }, which vouches for { $host }: its system is out of date.
    .remedy = Install the system’s updates, or ask the IT referent to, then try again. Your password was not sent.
refusal-certificate-refused = The certificate of { $host } is not acceptable.
    .remedy = Tell your academy’s help desk. Your password was not sent.
refusal-no-system-roots = This computer has no list of trusted authorities: no server can be verified.
    .remedy = Ask the IT referent to install the system’s authority certificates (package “ca-certificates” on Linux).
refusal-pack-roots = The certificates provided by the academy cannot be read.
    .remedy = Ask the academy for a new configuration file.
refusal-starttls-stripped = { $host } (port { $port }) does not offer the encryption expected.
    .remedy = The network may remove it. Try another network, then tell the IT referent. Your password was not sent.
refusal-starttls-injected = Somebody spoke in place of { $host } (port { $port }) just before the encryption.
    .remedy = Do not use this network for your mail, and tell the IT referent. Your password was not sent.
refusal-server-bye = { $host } (port { $port }) does not want this computer or this network.
    .remedy = Try another network. If it happens again, tell your academy’s help desk.
refusal-server-busy = { $host } (port { $port }) is overloaded or under repair.
    .remedy = Wait a quarter of an hour, then try again. Your password is not the cause.
refusal-answer-too-long = { $host } (port { $port }) sent an oversized answer; the connection was closed.
    .remedy = Try another network. If it happens again, tell your academy’s help desk.
refusal-answer-malformed = The answer of { $host } (port { $port }) makes no sense.
    .remedy = Try again from another network. If it happens again, tell your academy’s help desk.
refusal-proxy-sign-in = This network’s proxy ({ $proxy }) wants a name and a password before it lets anything through to { $host }.
    .remedy = They are those of the school’s network: ask the IT referent for them, or take another network. Never give your mail password here.
refusal-proxy-password-refused = This network’s proxy ({ $proxy }) refuses this name or this password.
    .remedy = They were tried only once, then forgotten. Check them with the IT referent before you try again: too many refusals can lock that network account.
refusal-proxy-refused = The proxy of this network ({ $proxy }) does not let you through to { $host }: answer { $status }.
    .remedy = Ask the IT referent to allow { $host }, port { $port }, or try another network.
refusal-proxy-unreachable = The proxy set on this computer ({ $proxy }) does not answer.
    .remedy = Away from school, turn the proxy off in the network settings of this computer. At school, tell the IT referent.
refusal-proxy-script = The proxy configuration file of this computer is unusable{ $script ->
        [none] .
       *[other] {" "}(it comes from { $script }).
    }
    .remedy = Away from school, turn off the automatic proxy configuration. At school, tell the IT referent.
refusal-https-failed = The exchange with { $host } (port { $port }) failed.
    .remedy = Check that this page opens in your browser. If the network uses a proxy, show this message to the IT referent.
refusal-client-not-built = Rentrée could not prepare an encrypted connection.
    .remedy = This is a defect of Rentrée: report it to its authors.

purpose-clock = to check the time of this computer
purpose-proxy = for the proxy of this network
purpose-probe = to check that a mail server answers
purpose-discovery = to find the mail servers
purpose-mailbox = to open your mailbox
purpose-submission = to send your verification message
purpose-directory = for the academy’s directory
purpose-portal = for the academy’s portal
purpose-second-factor = for the academy’s server of codes

## A proxy that wants a sign-in
proxy-sign-in-title = Get through this network’s proxy
    .lead = This name and this password go to { $proxy } and nowhere else. They are tried once and stay in memory until Rentrée closes. They travel in the clear on this network: never put your mail password here.
    .user = Name for this network
    .password = Password for this network
    .submit = Get through the proxy
proxy-open = The proxy lets us through. Go on where you were.
window-fault-proxy = Give the name and the password you were given for this network.
window-look-again = Look again
cli-ask-proxy-user = Name for { $proxy } (Enter to skip):
cli-ask-proxy-password = Password for { $proxy }, tried only once (it is not shown):
