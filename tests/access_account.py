"""allauth's pages, by what they are; how they work is tested in tests/accounts/."""

ACCOUNT_DOORS = {  # those who are signed in are sent home
    "account_login",
    "account_signup",
    "account_request_login_code",
}
ACCOUNT_OPEN = {  # look the same to everyone
    "account_inactive",
    "account_email_verification_sent",
    "account_confirm_email",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}
ACCOUNT_OWN = {  # one's own account, behind sign-in
    "account_email",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "usersessions_list",
}
ACCOUNT_STEPS = {  # of a way that was not begun: sent to its beginning
    "account_logout": ("home", None),
    "account_confirm_login_code": ("account_request_login_code", "home"),
    "mfa_authenticate": ("account_login", "home"),
    "mfa_login_webauthn": ("account_login", "home"),
}
"""Where a GET without that beginning leads, anonymous and signed in (None: a page)."""
