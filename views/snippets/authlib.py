# pip install authlib flask requests, then: flask --app FILE run --port {{PORT}}
import os
from authlib.integrations.flask_client import OAuth
from flask import Flask, session

app = Flask(__name__)
app.secret_key = os.environ["SESSION_SECRET"]  # long and random
countersign = OAuth(app).register(
    "countersign",
    server_metadata_url={{DISCOVERY}},
    client_id={{CLIENT_ID}},
    client_secret=os.environ["CLIENT_SECRET"],
    client_kwargs={"scope": {{SCOPE}}, "code_challenge_method": "S256"},
)

@app.get("/login")
def login():
    return countersign.authorize_redirect({{REDIRECT_URI}})

@app.get({{REDIRECT_PATH}})
def callback():
    session["person"] = countersign.authorize_access_token()["userinfo"]
    return session["person"]
