"""What a password must be: long, not an obvious one, and not something known about its owner."""

from collections.abc import Collection

from app.domain.errors import Invalid

SHORTEST = 12
LONGEST = 200

# Obvious passwords of twelve characters and more, without case, spaces and signs. Shorter ones are
# refused for their length. From the public lists of the most common passwords, and our own context.
_OBVIOUS_WORDS = """
000000000000 111111111111 112233445566 121212121212 123123123123 123412341234 123456123456
123456654321 123456789000 123456789012 1234567890123 1234567891011 123456789123 1234567890qwe
123456abcdef 123456qwerty 123654789123 123qweasdzxc 147258369147 1q2w3e4r5t6y 1q2w3e4r5t6y7u
1qaz2wsx3edc 1qaz2wsx3edc4rfv 987654321012 9876543210987 abc123abc123 abcabcabcabc abcd12345678
abcdef123456 abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz administrator administrator1
adminadmin12 adminadminadmin asdfasdfasdf asdfghjkl123 asdfghjklqwerty changemenow1 changemeplease
complaintcode complaintcodetracker complaintscode complaintslead complaintsteam councilcouncil
correcthorsebatterystaple footballfootball helloworld12 housingombudsman iloveyou1234
iloveyouforever iloveyousomuch ilovemyfamily letmeinletmein letmeinplease liverpoolfc1
localauthority manchesterunited mypassword12 mypassword123 passw0rd1234 passw0rdpassw0rd
password1234 password12345 password123456 password1234567 password12345678 password123456789
passwordpassword passwordpassword1 pleaseletmein q1w2e3r4t5y6 q1w2e3r4t5y6u7 qazwsxedcrfv
qwerty123456 qwerty1234567 qwertyqwerty qwertyuiop12 qwertyuiop123 qwertyuiop1234567890
qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm sunshinesunshine thisisapassword thisismypassword
welcome12345 welcome123456 welcomewelcome zaq12wsxcde3 zxcvbnm12345 zxcvbnmasdfghjkl
"""
OBVIOUS = frozenset(_OBVIOUS_WORDS.split())


def check_password(password: str, *, email: str, landlord_names: Collection[str]) -> str:
    """Return the password, or raise Invalid with what is wrong with it."""
    if len(password) < SHORTEST:
        raise _refused(f"The password is too short. Use {SHORTEST} characters or more.")
    if len(password) > LONGEST:
        raise _refused(f"The password is too long. Use {LONGEST} characters or fewer.")
    plain = _plain(password)
    if plain in OBVIOUS or len(set(password)) < 4:
        raise _refused("Many people use this password, so it is easy to guess. Choose another.")
    if plain in (_plain(email), _plain(email.partition("@")[0])):
        raise _refused("The password must not be your e-mail address. Choose another.")
    if plain in {_plain(name) for name in landlord_names}:
        raise _refused("The password must not be the name of your landlord. Choose another.")
    return password


def _plain(text: str) -> str:
    """Return letters and figures only, in small letters: "Pass-Word 1234" reads "password1234"."""
    return "".join(character for character in text.lower() if character.isalnum())


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, "new_password")
