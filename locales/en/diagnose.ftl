# Finding the servers, then the one thing in the way: one cause, one remedy, one person who can help.

## What stands in the way
refusal-no-network = This computer is not connected to any network.
    .remedy = Plug in the cable or choose a Wi-Fi network, then run the diagnosis again.
refusal-no-names = No server name can be found: this network’s name service (DNS) does not answer.
    .remedy = Try another network, such as your phone’s connection. At school, show this report to the IT referent.
refusal-tls-inspection = Equipment on this network opens encrypted connections: { $issuer }.
    .remedy = It could read your password, which is therefore not sent. Try another network, or show this report to the IT referent: the academy’s servers must pass without inspection.
refusal-nothing-passes = Nothing passes: neither mail nor the academy’s web pages.
    .remedy = Try another network. At school, show this report to the IT referent: the firewall or the proxy stops everything.
refusal-mail-ports-blocked = This network lets the web pass, but not mail (ports { $ports }).
    .remedy = Go on with the web steps now. Check your mailbox from another network, at home for instance. The school’s IT referent can also open these ports: show them this report.
refusal-slow-network = The servers answer, but very slowly.
    .remedy = The network is busy or far away. Wait a few minutes, move closer to the Wi-Fi access point, or try another network.
refusal-directory-down = The academy’s directory ({ $host }) does not answer: it has stopped, or this network blocks it.
    .remedy = Mail answers: your mailbox is not at fault. Changing the password will have to wait. Try again later or from another network; if it lasts, tell the academy’s help desk.
refusal-servers-not-known = The network works, but the address of the mail servers is not known.
    .remedy = Read your mail in the browser. For a mail program, ask the academy’s help desk for the names of the IMAP and SMTP servers.
refusal-nothing-to-diagnose = There is nothing to look at yet.
    .remedy = Choose your academy first, then run the diagnosis again.

## A server that cannot be the right one
refusal-other-provider = { $host } belongs to { $provider }, not to your academy.
    .remedy = Never type your academy password there. Use your work address and the servers given by the academy.
refusal-portal-not-mail = { $host } is a portal ({ $portal }): it does not open the academy mailbox.
    .remedy = Let Rentrée find the servers from your work address.
refusal-school-not-mail = { $host } is a school’s own machine: it does not hold the academy mailbox.
    .remedy = Let Rentrée find the servers from your work address.
refusal-host-not-academic = “{ $host }” is not one of the academy’s servers: its name does not stand directly under { $domain }.
    .remedy = Do not type your password there. Let Rentrée find the servers, or ask the academy’s help desk for their names.
refusal-unknown-domain = No known academy uses “{ $domain }”.
    .remedy = Check the spelling of your work address, or look for your academy with “rentree find”.
refusal-left-for-another-network = Your mailbox could not be checked from this network.
    .remedy = The rest is done, or listed above. From another network, at home for instance, run “rentree verify”. To know what is in the way here: run “rentree diagnose”.

purpose-diagnosis = to understand what is in the way

## The diagnosis
diagnosis-looking = Looking…
diagnosis-looking-next = This takes 12 seconds at most. No password is sent.
diagnosis-fine = Everything that is needed answers.
diagnosis-fine-next = The network is not to blame. If signing in fails, it is the identifier, the password or the account: the academy’s help desk can help.
diagnosis-provisional = Some servers have not answered yet: this result may change.
diagnosis-proxy = Web proxy of this computer: { $proxy }
diagnosis-no-proxy = No web proxy is set on this computer.
diagnosis-clock = Difference between this computer’s clock and a verified server’s: { $seconds } s.
diagnosis-no-clock = The time could not be compared: no verified web page answered.
diagnosis-report-title = Rentrée { $version } diagnosis
    { $academy } ({ $domain }), { $day }
diagnosis-report-lines = What was looked at
diagnosis-report-redacted = This report holds neither your name nor your mail address, no identifier and no password. It stays on this computer until you hand it on.

endpoint-dns = Name
endpoint-imap = Read mail
endpoint-smtp = Send mail
endpoint-sieve = Filters
endpoint-pop = Older reading (POP)
endpoint-web = Web page
endpoint-ldap = Directory
endpoint-state-waiting = no answer yet
endpoint-state-open = answers
endpoint-state-failed = does not answer as it should
endpoint-state-closed = closed, harmless

## What the terminal says
cli-discover-confirm = This server was only found on the network: before you type a password there, have its name confirmed by the academy.
cli-discover-tried = What was tried
cli-discover-asked-dns = { $named ->
    [0] The domain’s announcement { $what } (DNS) names no server.
    [one] The domain’s announcement { $what } (DNS) names one server.
   *[other] The domain’s announcement { $what } (DNS) names { $named } servers.
}
cli-discover-asked-file = { $named ->
    [0] The settings file { $what } gave no server.
    [one] The settings file { $what } gave one server.
   *[other] The settings file { $what } gave { $named } servers.
}
cli-discover-mx = Mail for { $domain } arrives at { $hosts }.
cli-discover-mx-none = We did not find where mail for the domain { $domain } arrives.
cli-discover-platform = Mail service chosen: { $name }, from where mail arrives.
cli-discover-server-fits = { $host } does carry one of the academy’s names.
