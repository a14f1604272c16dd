"""Accounts: who may sign in, and how."""

from typing import Any

from flashcards import environment
from flashcards.settings.place import PRODUCTION

AUTH_USER_MODEL = "decks.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
_VALIDATORS: dict[str, dict[str, Any]] = {
    "UserAttributeSimilarityValidator": {"user_attributes": ("email", "display_name")},
    "MinimumLengthValidator": {},
    "CommonPasswordValidator": {},
    "NumericPasswordValidator": {},
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in _VALIDATORS.items()
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "decks.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "decks.accounts.adapter.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "decks.accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
# In the browser that signed up; the link alone signs nobody in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# What guards an account (its address, its second step, its end) is changed only by
# whoever has shown within this time that the account is theirs.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Whoever owns the address learns of each such change.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# By address counted in `entry_forms`, which knows known browsers.
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip", "reset_of_account": "5/m/key"}
ACCOUNT_FORMS = {
    "signup": "decks.accounts.entry_forms.SignUpForm",
    "request_login_code": "decks.accounts.entry_forms.LoginCodeRequestForm",
    "confirm_login_code": "decks.accounts.entry_forms.LoginCodeForm",
    "reset_password": "decks.accounts.entry_forms.PasswordResetForm",
}

MFA_ADAPTER = "decks.accounts.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Flashcards"
# A code counts half a minute longer than it is shown: phones' clocks differ.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "decks.accounts.second_step_forms.CodeForm",
    "reauthenticate": "decks.accounts.second_step_forms.CodeAgainForm",
    "activate_totp": "decks.accounts.second_step_forms.AppForm",
    "add_webauthn": "decks.accounts.passkey_forms.NewPasskeyForm",
    "edit_webauthn": "decks.accounts.passkey_forms.PasskeyNameForm",
    "login_webauthn": "decks.accounts.passkey_forms.PasskeyForm",
    "authenticate_webauthn": "decks.accounts.passkey_forms.PasskeyStepForm",
    "reauthenticate_webauthn": "decks.accounts.passkey_forms.PasskeyAgainForm",
}
# Limits count by address; behind a proxy that is the one the proxy saw.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.typed(
    "int", "TRUSTED_PROXY_COUNT", 1 if PRODUCTION else 0
)
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
