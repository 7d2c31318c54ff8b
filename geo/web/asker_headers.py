"""The headers in which the gate says who asks; it takes off whatever comes from outside under their names."""

PERSON, ROLE, ACCOUNT = "x-faultline-person", "x-faultline-role", "x-faultline-account"
