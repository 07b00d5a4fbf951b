"""Asking public addresses whether they work, without being led into the network around us."""

import asyncio
import socket
import ssl
from collections.abc import Iterable, Iterator

import httpx

from app.domain.public_addresses import Reached, is_public, origin_of, status_in_words

SECONDS = 10.0  # for one address, its redirects included
MOST_REDIRECTS = 5
MOST_AT_ONCE = 4
NAME = "Complaint Code Tracker (checks the addresses that a landlord publishes)"

PRIVATE = "It leads into a private network, so it was not opened"
NOT_WEB = "It is no http:// or https:// address, so it was not opened"


class _Refused(Exception):
    """The address leads where we do not go; its text says where."""


def ask_all(
    addresses: Iterable[str], *, own_address: str, seconds: float = SECONDS
) -> tuple[Reached, ...]:
    """Return what was found at each address, in their order; never raises for one of them.

    The installation's own origin may be private, as behind a proxy; nothing else may.
    """
    return asyncio.run(_ask_all(tuple(addresses), own_address, seconds))


async def _ask_all(
    addresses: tuple[str, ...], own_address: str, seconds: float
) -> tuple[Reached, ...]:
    limit = asyncio.Semaphore(MOST_AT_ONCE)
    transport = _Guarded(own_address)
    # No proxy and no password out of the environment: the guard has to see every connection.
    async with httpx.AsyncClient(
        transport=transport,
        trust_env=False,
        follow_redirects=True,
        max_redirects=MOST_REDIRECTS,
        timeout=seconds,
        headers={"User-Agent": NAME},
    ) as client:

        async def ask(address: str) -> Reached:
            async with limit:
                return await _ask(client, address, seconds)

        return tuple(await asyncio.gather(*map(ask, addresses)))


async def _ask(client: httpx.AsyncClient, address: str, seconds: float) -> Reached:
    try:
        # httpx counts each wait for itself; a server that sends a byte now and then needs this.
        async with asyncio.timeout(seconds), client.stream("GET", address) as answer:
            return await _reached(address, answer)
    except (TimeoutError, httpx.TimeoutException):
        return Reached(address, problem=f"It did not answer within {seconds:g} seconds")
    except httpx.TooManyRedirects:
        return Reached(address, problem=f"It leads on more than {MOST_REDIRECTS} times")
    except (_Refused, httpx.HTTPError, httpx.InvalidURL, ValueError) as refused:
        return Reached(address, problem=_in_words(refused))


async def _reached(address: str, answer: httpx.Response) -> Reached:
    """Judge an answer by its status and its first bytes; the rest is not fetched."""
    ended_at, status = str(answer.url), answer.status_code
    if not answer.is_success:
        said = f"The server answered {status_in_words(status)}"
        return Reached(address, status, ended_at, said)
    async for piece in answer.aiter_raw():
        if piece:
            return Reached(address, status, ended_at)
    return Reached(address, status, ended_at, "The server answered with an empty page")


def _in_words(error: Exception) -> str:
    """Return what went wrong, for somebody who has to mend the address or its server."""
    if isinstance(error, _Refused):
        return str(error)
    if isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL | ValueError):
        return NOT_WEB
    if any(isinstance(one, ssl.SSLError) for one in _causes(error)):
        return "Its certificate is not valid for this address"
    if isinstance(error, httpx.ConnectError):
        return "The server did not accept a connection"
    return "The server broke off the connection"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


class _Guarded(httpx.AsyncBaseTransport):
    """Looks up each host itself, and connects to the very address that it has judged.

    A name that is looked up twice could be public the first time and private the second.
    """

    def __init__(self, own_address: str) -> None:
        self._own = origin_of(own_address)
        # A connection is known by its IP address: kept, it could serve another host's name.
        unshared = httpx.Limits(max_keepalive_connections=0)
        self._inner = httpx.AsyncHTTPTransport(trust_env=False, limits=unshared)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request, of which redirects make several, to where it may go."""
        origin = origin_of(str(request.url))
        if origin is None:
            raise _Refused(NOT_WEB)
        if origin == self._own:
            return await self._inner.handle_async_request(request)
        _, host, port = origin
        failed: Exception = httpx.ConnectError("no address", request=request)
        for ip in await _public_ips(host, port):
            try:
                return await self._inner.handle_async_request(_sent_to(ip, host, request))
            except httpx.ConnectError as error:
                failed = error
        raise failed

    async def aclose(self) -> None:
        """Close the connections that are left."""
        await self._inner.aclose()


async def _public_ips(host: str, port: int) -> list[str]:
    """Return the addresses of a host; raise _Refused where one of them is not public."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP
        )
    except (OSError, UnicodeError) as error:
        raise _Refused("No server of this name was found") from error
    ips = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
    if not all(map(is_public, ips)):
        raise _Refused(PRIVATE)
    return ips


def _sent_to(ip: str, host: str, request: httpx.Request) -> httpx.Request:
    """Return the request to one machine; the Host header and the certificate stay the host's."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=ip),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": host},
    )
