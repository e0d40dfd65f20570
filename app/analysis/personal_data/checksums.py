"""Check digits of cards, accounts and personal numbers. Digits in, yes or no out."""

from typing import Final

_VERHOEFF_TIMES: Final = (
    "0123456789",
    "1234067895",
    "2340178956",
    "3401289567",
    "4012395678",
    "5987604321",
    "6598710432",
    "7659821043",
    "8765932104",
    "9876543210",
)
_VERHOEFF_TURN: Final = (
    "0123456789",
    "1576283094",
    "5803796142",
    "8916043527",
    "9453126870",
    "4286573901",
    "2793806415",
    "7046913258",
)


def luhn(number: str) -> bool:
    """Cards, Canadian SIN, Swedish personnummer, South African ID."""
    total = 0
    for i, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + i % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004
    return total % 10 == 0


def weighted(number: str, weights: tuple[int, ...], modulus: int) -> int:
    """Return the weighted digit sum modulo `modulus`."""
    total = sum(int(d) * w for d, w in zip(number, weights, strict=True))
    return total % modulus


def iban(account: str) -> bool:
    """ISO 13616: letters become numbers, the whole modulo 97 is 1."""
    turned = account[4:] + account[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def nhs(number: str) -> bool:
    """England and Wales: ten digits, modulo 11."""
    left = 11 - weighted(number[:9], (10, 9, 8, 7, 6, 5, 4, 3, 2), 11)
    return left % 11 == int(number[9])


def bsn(number: str) -> bool:
    """Netherlands: nine digits, the eleven test."""
    return weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1), 11) == 0


def tfn(number: str) -> bool:
    """Australian tax file number: nine digits, modulo 11."""
    return weighted(number, (1, 4, 3, 7, 5, 8, 6, 9, 10), 11) == 0


def nif(number: str) -> bool:
    """Portuguese tax number: nine digits, modulo 11."""
    left = 11 - weighted(number[:8], (9, 8, 7, 6, 5, 4, 3, 2), 11)
    return (0 if left > 9 else left) == int(number[8])  # noqa: PLR2004


def steuer_id(number: str) -> bool:
    """German tax identification number: eleven digits, ISO 7064 modulo 11,10."""
    product = 10
    for digit in number[:10]:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(number[10])


def nir(number: str) -> bool:
    """French social security: thirteen characters and a key of two, modulo 97."""
    body = number[:13].upper().replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(number[13:])


def dni(number: str) -> bool:
    """Spanish DNI and NIE: the letter follows from the number modulo 23."""
    body = number[:-1].upper()
    body = body.replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23] == number[-1].upper()


def pps(number: str) -> bool:
    """Irish PPS: seven digits, a check letter, often a second letter."""
    letters = number[7:].upper()
    total = sum(int(d) * w for d, w in zip(number[:7], range(8, 1, -1), strict=True))
    if len(letters) > 1:
        total += 9 * ("WABCDEFGHI".find(letters[1]) if letters[1] != "W" else 0)
    return "WABCDEFGHIJKLMNOPQRSTUV"[total % 23] == letters[0]


def pesel(number: str) -> bool:
    """Polish personal number: eleven digits, modulo 10."""
    return weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1), 10) == 0


def ean13(number: str) -> bool:
    """Swiss AHV number: the check digit of EAN-13."""
    return weighted(number, (1, 3) * 6 + (1,), 10) == 0


def verhoeff(number: str) -> bool:
    """Indian Aadhaar."""
    state = 0
    for i, digit in enumerate(reversed(number)):
        turned = int(_VERHOEFF_TURN[i % 8][int(digit)])
        state = int(_VERHOEFF_TIMES[state][turned])
    return state == 0


def cpf(number: str) -> bool:
    """Brazilian CPF: two check digits, modulo 11."""
    first = weighted(number[:9], tuple(range(10, 1, -1)), 11)
    second = weighted(number[:10], tuple(range(11, 1, -1)), 11)
    wanted = [0 if left < 2 else 11 - left for left in (first, second)]  # noqa: PLR2004
    return [int(number[9]), int(number[10])] == wanted


def svnr(number: str) -> bool:
    """Austrian social insurance: the fourth of ten digits is the check digit."""
    weights = (3, 7, 9, 0, 5, 8, 4, 2, 1, 6)
    return weighted(number, weights, 11) == int(number[3])
