"""Signs up two students from one address, in a process of its own; prints what each was answered.

Arguments: a folder, the database's address, the address of Redis, the caller's address, the two names.
"""

import sys
from pathlib import Path

from server.app import create_app
from tests.conftest import settings_for
from tests.factories import OURS

if __name__ == "__main__":
    folder, database_url, redis_url, caller, *names = sys.argv[1:]
    settings = settings_for(Path(folder), database_url, redis_url=redis_url, sign_ups=3, development=False)
    phone = create_app(settings).test_client()
    for name in names:
        account = {"name": name, "password": "wombat teapot lantern"}
        answer = phone.post(
            "/api/users", json=account, headers=OURS, base_url=settings.url, environ_base={"REMOTE_ADDR": caller}
        )
        print(answer.status_code)
