// Nasty words: what random requests are made of: endpoints, methods, types, and values that have broken servers before.

export const machine = ['token', 'revoke', 'introspect']
export const people = ['authorize', 'login', 'consent', 'logout']
export const documents = [
  'jwks',
  '.well-known/jwks.json',
  '.well-known/oauth-authorization-server',
  'health/live',
  'health/ready',
]
export const nowhere = ['', 'style.css', 'assets/x', 'nothing', 'register/', 'register/x/y', 'token/']
export const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'BREW', 'get']
export const form = 'application/x-www-form-urlencoded'
export const types = [
  form,
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/json',
  'application/json; charset=latin1',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/problem+json',
  'x',
]
export const words = [
  ...[
    '',
    '0',
    '-1',
    '1e999',
    'null',
    'true',
    '[]',
    '{}',
    '__proto__',
    'constructor',
    '\\',
    ';',
    '&',
    '=',
    '#',
    '?',
    '/',
  ],
  ...[
    '%00',
    '%',
    '%zz',
    '%ff',
    '%c0%af',
    '%ed%a0%80',
    '%F0%9F%98%80',
    "'",
    '"',
    '<script>',
    '../..',
    '{{x}}',
    '$where',
  ],
  ...['cs_rt_', 'cs_code_', 'app_x', 'A'.repeat(200), 'A'.repeat(5000)],
]
export const jsonNames = [
  ...[
    'redirect_uris',
    'client_name',
    'grant_types',
    'response_types',
    'token_endpoint_auth_method',
    'scope',
    'contacts',
  ],
  ...['logo_uri', 'client_uri', 'software_id', 'client_id', '__proto__', 'constructor'],
]
export const jsonValues = [
  ...[
    '1',
    '-0',
    '1e999',
    'null',
    'true',
    '""',
    '"x"',
    '[]',
    '["https://app.example/"]',
    '["code"]',
    '"none"',
    '"openid"',
  ],
  ...['["authorization_code"]', '"\\u0000"', '"\\ud800"', '"https://app.example/"', '["javascript:x"]'],
]
