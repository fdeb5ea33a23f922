"""The formats of strings: email (RFC 5321), uri (RFC 3986), binary (base64 of RFC 4648) and uuid (RFC 9562)."""

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import build_scalar, keep, keep_matching, match_whole

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_HEX = r"[0-9A-Fa-f]{1,4}"
_LAST = rf"(?:{_HEX}:{_HEX}|{_IPV4})"


def _build_ipv6() -> str:
    """Build the nine forms of an address: six groups and the last two, or :: for at least one group."""
    forms = [rf"(?:{_HEX}:){{6}}{_LAST}"]
    for after in range(5, -1, -1):
        before = rf"(?:(?:{_HEX}:){{0,{4 - after}}}{_HEX})?" if after < 5 else ""
        forms.append(rf"{before}::(?:{_HEX}:){{{after}}}{_LAST}")
    forms.append(rf"(?:(?:{_HEX}:){{0,5}}{_HEX})?::{_HEX}")
    forms.append(rf"(?:(?:{_HEX}:){{0,6}}{_HEX})?::")
    return "(?:" + "|".join(forms) + ")"


_IPV6 = _build_ipv6()
_QUOTED = r'"(?:[ !#-\[\]-~]|\\[ -~])*"'
_DOMAIN = rf"(?:{_LABEL}(?:\.{_LABEL})*|\[(?:{_IPV4}|IPv6:{_IPV6})\])"
_EMAIL = rf"(?:{_ATOM}(?:\.{_ATOM})*|{_QUOTED})@{_DOMAIN}"
_EMAIL_LENGTH = 254

_SAFE = r"A-Za-z0-9\-._~!$&'()*+,;="
_PERCENT = r"%[0-9A-Fa-f]{2}"
_PCHAR = rf"(?:[{_SAFE}:@]|{_PERCENT})"
_HOST = rf"(?:\[(?:{_IPV6}|[vV][0-9A-Fa-f]+\.[{_SAFE}:]+)\]|(?:[{_SAFE}]|{_PERCENT})*)"
_AUTHORITY = rf"(?:(?:[{_SAFE}:]|{_PERCENT})*@)?{_HOST}(?::[0-9]*)?"
_PATH = rf"(?://{_AUTHORITY}(?:/{_PCHAR}*)*|/(?:{_PCHAR}+(?:/{_PCHAR}*)*)?|{_PCHAR}+(?:/{_PCHAR}*)*|)"
_URI = rf"[A-Za-z][A-Za-z0-9+.\-]*:{_PATH}(?:\?(?:{_PCHAR}|[/?])*)?(?:#(?:{_PCHAR}|[/?])*)?"

FORMATS = {
    "email": _EMAIL,
    "uri": _URI,
    "uuid": r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
    "binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
}
"""What each format but the default asks for, as RE2."""


def cast_string(cells: pa.Array, field: Field) -> pa.Array:
    """Keep the text that has the format of a field; a format that is not known allows all."""
    form = FORMATS.get(field.format)
    if form is None:
        return cells
    found = keep_matching(cells, form)
    if field.format == "email":
        found = keep(found, match_whole(found, r'(?:[^"@]{1,64}|".{0,62}")@.*'))
        length = pc.binary_length(found)
        found = keep(found, pc.less_equal(length, build_scalar(_EMAIL_LENGTH, pa.int64())))
    return found
