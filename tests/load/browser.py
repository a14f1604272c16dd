"""A browser of `tests.faults.browser` that speaks https with the proxy."""

import http.client
import ssl

from tests.faults.browser import TIMEOUT_SECONDS, Browser
from tests.load.proxy import NAME


class SecureBrowser(Browser):
    """One learner's browser before the proxy."""

    def __init__(
        self, port: int, trust: ssl.SSLContext, cookies: dict[str, str] | None = None
    ) -> None:
        super().__init__(NAME, port, cookies)
        self.trust = trust
        self._connection = http.client.HTTPSConnection(
            NAME, port, timeout=TIMEOUT_SECONDS, context=trust
        )

    def twin(self) -> "SecureBrowser":
        return SecureBrowser(self.port, self.trust, self.cookies)

    def headers(self, is_swap: bool) -> dict[str, str]:
        origin = {"Origin": f"https://{self.host}:{self.port}"}
        return super().headers(is_swap) | origin
