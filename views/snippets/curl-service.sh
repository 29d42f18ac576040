curl -s {{ISSUER}}/token {{PROOF}} -d grant_type=client_credentials
