"""privacyIDEA in front of the rig's directory: makes its database, its one resolver and its policies, then serves.

Started by xtask/src/rig/privacyidea.rs inside the virtual environment that `cargo xtask packages rig` fills; the one
argument is a folder that holds settings.json and goes away with the rig.
"""

import json
import os
import sys
from pathlib import Path

folder = Path(sys.argv[1])
given = json.loads((folder / "settings.json").read_text())
(folder / "pid").write_text(str(os.getpid()))
(folder / "enckey").write_bytes(os.urandom(96))
(folder / "pi.cfg").write_text(
    f"""
SUPERUSER_REALM = ["super"]
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/pi.db"
SECRET_KEY = "{os.urandom(16).hex()}"
PI_PEPPER = "{os.urandom(16).hex()}"
PI_ENCFILE = "{folder}/enckey"
PI_AUDIT_MODULE = "privacyidea.lib.auditmodules.base"
PI_LOGFILE = "{folder}/privacyidea.log"
PI_LOGLEVEL = 30
"""
)

from privacyidea.app import create_app
from privacyidea.lib.policy import set_policy
from privacyidea.lib.realm import set_default_realm, set_realm
from privacyidea.lib.resolver import save_resolver
from privacyidea.models import db
from werkzeug.serving import run_simple

app = create_app(config_name="production", config_file=str(folder / "pi.cfg"), silent=True)
with app.app_context():
    db.create_all()
    save_resolver(
        {
            "resolver": "annuaire",
            "type": "ldapresolver",
            "LDAPURI": given["ldap"],
            "LDAPBASE": given["base"],
            "TLS_VERIFY": True,
            "TLS_CA_FILE": given["ca"],
            "BINDDN": given["bind_dn"],
            "BINDPW": given["bind_password"],
            "LOGINNAMEATTRIBUTE": "uid,mail",
            "LDAPSEARCHFILTER": "(uid=*)(objectClass=inetOrgPerson)",
            "LDAPFILTER": "(&(uid=%s)(objectClass=inetOrgPerson))",
            "USERINFO": json.dumps({"username": "uid", "email": "mail", "surname": "sn", "givenname": "givenName"}),
            "UIDTYPE": "uid",
            "TIMEOUT": "5",
            "SIZELIMIT": "500",
            "NOREFERRALS": True,
            "AUTHTYPE": "Simple",
            "SCOPE": "SUBTREE",
        }
    )
    set_realm("agents", [{"name": "annuaire"}])
    set_default_realm("agents")
    # What people may do themselves; a factor counts once a code proved it; the directory's password opens the way.
    set_policy(
        "inscription",
        scope="user",
        user=["*", "-pfournier"],
        action="enrollTOTP, enrollTAN, delete, disable",
    )
    set_policy(
        "verif",
        scope="enrollment",
        action=f"verify_enrollment=totp, tokenissuer=Academie d'Exemple, tokenlabel=<u>@{given['domain']}, "
        "max_token_per_user=3, tantoken_count=10",
    )
    set_policy("comble", scope="enrollment", user="yroux", action="totp_max_token_per_user=0")
    set_policy("connexion", scope="webui", action="login_mode=userstore")

run_simple(
    given["address"],
    given["port"],
    app,
    threaded=True,
    ssl_context=(given["certificate"], given["key"]),
)
