"use strict";
// Logs in with the Web eID browser extension: a challenge from here, the card's token over it, and back. No request leaves this site.
//
// The extension speaks by window messages: web-eid:authenticate is answered by …-ack at once (somebody is there), and by …-success or
// …-failure when the person has finished.
(() => {
  const button = document.querySelector("#log-in");
  const status = document.querySelector("#log-in-status");
  if (!button || !status) return;

  const acknowledgedWithin = 3000;
  const finishedWithin = 150000;

  const say = (word, detail) => {
    status.textContent = detail ? `${button.dataset[word]} ${detail}` : button.dataset[word];
    status.dataset.state = word;
  };

  class Stopped extends Error {
    constructor(word, detail) {
      super(word);
      this.word = word;
      this.detail = detail;
    }
  }

  const askExtension = (challengeNonce) => new Promise((resolve, reject) => {
    const action = "web-eid:authenticate";
    let late = setTimeout(() => end(reject, new Stopped("missing")), acknowledgedWithin);
    const end = (settle, value) => {
      clearTimeout(late);
      window.removeEventListener("message", hear);
      settle(value);
    };
    const hear = (event) => {
      if (event.source !== window || event.origin !== window.location.origin) return;
      const message = event.data;
      if (message?.action === `${action}-ack`) {
        clearTimeout(late);
        late = setTimeout(() => end(reject, new Stopped("failed")), finishedWithin);
      } else if (message?.action === `${action}-success`) {
        const { action: _, ...token } = message;
        end(resolve, token);
      } else if (message?.action === `${action}-failure`) {
        end(reject, new Stopped("failed", message.error?.code));
      }
    };
    window.addEventListener("message", hear);
    window.postMessage(
      { action, libraryVersion: "2.0.2", challengeNonce, options: { lang: document.documentElement.lang } },
      window.location.origin);
  });

  const logIn = async () => {
    const challenge = await fetch("/auth/challenge", { headers: { Accept: "application/json" } });
    if (!challenge.ok) throw new Stopped("failed");
    const { nonce } = await challenge.json();
    say("waiting");
    const token = await askExtension(nonce);
    const answer = await fetch("/auth/login", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ "auth-token": token }),
    });
    if (!answer.ok) {
      const outcome = await answer.json().catch(() => ({}));
      throw new Stopped("refused", outcome.issue?.[0]?.details?.coding?.[0]?.code ?? String(answer.status));
    }
    say("done");
    window.location.assign((await answer.json()).next);
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await logIn();
    } catch (error) {
      say(error instanceof Stopped ? error.word : "failed", error.detail);
      button.disabled = false;
    }
  });
})();
