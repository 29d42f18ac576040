# pip install authlib flask requests
import os
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]
countersign = OAuth(app).register(
    "countersign",
    server_metadata_url={{ISSUER}} + "/.well-known/openid-configuration",
    client_id={{CLIENT_ID}},
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={"scope": {{SCOPE}}, "code_challenge_method": "S256"},
)

@app.get("/login")
def login():
    return countersign.authorize_redirect({{REDIRECT_URI}})

@app.get("/callback")  # the path of your redirect URI
def callback():
    session["person"] = countersign.authorize_access_token()["userinfo"]
    return redirect("/")
