//! `otpauth` addresses, their QR code, the key as text. No network: the secret comes from the server, through `account`.
