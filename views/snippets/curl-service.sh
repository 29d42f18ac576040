# for an API of its own add: -d resource=https://orders.example.org
curl -s {{ISSUER}}/token {{PROOF}} -d grant_type=client_credentials
