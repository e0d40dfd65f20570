import pytest

from app.analysis.personal_data import checksums


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (checksums.luhn, "4111111111111111"),
        (checksums.iban, "GB82WEST12345698765432"),
        (checksums.nhs, "9434765919"),
        (checksums.bsn, "111222333"),
        (checksums.tfn, "123456782"),
        (checksums.nif, "123456789"),
        (checksums.steuer_id, "86095742719"),
        (checksums.nir, "255081416802538"),
        (checksums.dni, "12345678Z"),
        (checksums.dni, "X1234567L"),
        (checksums.pps, "1234567T"),
        (checksums.pesel, "44051401359"),
        (checksums.ean13, "7569217076985"),
        (checksums.verhoeff, "2363"),
        (checksums.cpf, "11144477735"),
        (checksums.svnr, "1237010180"),
    ],
)
def test_a_published_example_passes_and_a_changed_digit_does_not(check, number):
    place = next(i for i in range(5, -1, -1) if i < len(number) and number[i].isdigit())
    changed = str((int(number[place]) + 1) % 10)

    assert check(number)
    assert not check(number[:place] + changed + number[place + 1 :])
