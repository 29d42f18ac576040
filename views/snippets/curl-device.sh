# 1. ask for a code, and show user_code and verification_uri to the person
curl -s {{ISSUER}}/device_authorization {{PROOF}} --data-urlencode scope={{SCOPE}}
# 2. every five seconds, until the person has answered
curl -s {{ISSUER}}/token {{PROOF}} -d grant_type=urn:ietf:params:oauth:grant-type:device_code -d device_code="$DEVICE_CODE"
