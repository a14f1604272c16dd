// Passkeys: the form marked with data-passkey asks the browser before it is sent. What the
// browser needs for that stands on the page, or comes from the form's own address.

const BYTES = { challenge: true, id: true };

function toBytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function readable(options) {
  const entries = Object.entries(options).map(([name, value]) => {
    if (BYTES[name] && typeof value === "string") return [name, toBytes(value)];
    if (Array.isArray(value)) return [name, value.map((one) => (typeof one === "object" ? readable(one) : one))];
    if (name === "user") return [name, readable(value)];
    return [name, value];
  });
  return Object.fromEntries(entries);
}

function sendable(credential) {
  const { response } = credential;
  const said = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = toText(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: said,
  };
}

async function optionsFor(form) {
  const written = document.getElementById("passkey-options");
  if (written) return JSON.parse(written.textContent);
  const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error("no options");
  return reply.json();
}

function create(options, isAlone) {
  const chosen = { ...options.authenticatorSelection };
  chosen.residentKey = isAlone ? "required" : "discouraged";
  chosen.requireResidentKey = isAlone;
  if (isAlone) chosen.userVerification = "required";
  return navigator.credentials.create({ publicKey: { ...readable(options), authenticatorSelection: chosen } });
}

async function ask(form) {
  const { creation_options: creation, request_options: request } = await optionsFor(form);
  if (form.dataset.passkey === "create") {
    return create(creation.publicKey, form.elements.passwordless.checked);
  }
  return navigator.credentials.get({ publicKey: readable(request.publicKey) });
}

function say(words) {
  const place = document.querySelector("[data-passkey-error]");
  place.querySelector("span").textContent = words;
  place.hidden = false;
}

const WORDS = {
  InvalidStateError: "This device has a passkey for this account already.",
  SecurityError: "Passkeys do not work at this address. They need https, or localhost.",
};

async function send(event) {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  button.disabled = true;
  document.querySelector("[data-passkey-error]").hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(sendable(await ask(form)));
    form.submit();
  } catch (error) {
    say(WORDS[error.name] || "No passkey was used. Nothing has changed. You can try again.");
    button.disabled = false;
  }
}

for (const note of document.querySelectorAll("[data-passkey-needs]")) note.hidden = true;
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (window.PublicKeyCredential) {
    form.hidden = false;
    form.addEventListener("submit", send);
  } else if (!form.hidden) {
    say("This browser knows no passkeys, or the site is not reached by https.");
    form.querySelector("button").disabled = true;
  }
}

// A browser that comes back to the page finds the button as it was.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-passkey] button")) {
    if (window.PublicKeyCredential) button.disabled = false;
  }
});
