// Passwords: how long one may be; longer ones would make hashing a weapon (NIST SP 800-63B-4 §3.1.1.2).

export const longestPasswordBytes = 1024
