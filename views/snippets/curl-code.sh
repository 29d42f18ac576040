# 1. a verifier, and what is sent of it
VERIFIER=$(openssl rand -base64 48 | tr '+/' '-_' | tr -d '=\n')
CHALLENGE=$(printf %s "$VERIFIER" | openssl dgst -sha256 -binary | openssl base64 | tr '+/' '-_' | tr -d '=\n')
# 2. print the address, open it in a browser, log in, and copy the code from the address where you end
curl -s -o /dev/null -G -w '%{url_effective}\n' {{ISSUER}}/authorize -d response_type=code --data-urlencode client_id={{CLIENT_ID}} \
  --data-urlencode redirect_uri={{REDIRECT_URI}} --data-urlencode scope={{SCOPE}} \
  -d code_challenge="$CHALLENGE" -d code_challenge_method=S256 -d state=check-me
# 3. redeem it within a minute
curl -s {{ISSUER}}/token {{PROOF}} -d grant_type=authorization_code -d code="$CODE" \
  --data-urlencode redirect_uri={{REDIRECT_URI}} -d code_verifier="$VERIFIER"
