// Who looks: where Barograph asks, an API key. The tab keeps it until it is closed, and sends it nowhere else.

const KEY = "barograph.apiKey";

const identity = {
  key: () => sessionStorage.getItem(KEY),
  headers: () => (identity.key() ? { Authorization: `Bearer ${identity.key()}` } : {}),
  asking: null,
  // One dialog for all questions that were refused; they are asked again once there is a key.
  ask(reason) {
    identity.asking ??= new Promise((answered) => identity.show(reason, answered)).finally(() => { identity.asking = null; });
    return identity.asking;
  },
  show(reason, answered) {
    const input = make("input", { id: "key", type: "password", autocomplete: "off", spellcheck: "false", required: "", placeholder: "bg_…" });
    const form = make(
      "form", {},
      make("h2", { id: "sign-in-title" }, "Sign in"),
      make("p", { role: "alert" }, reason),
      make("label", { for: "key" }, "API key"), input,
      make("p", { class: "quiet" }, "Make one with `barograph keys create \"my page\" --role viewer`. It is forgotten when this tab is closed."),
      make("button", { type: "submit" }, "Sign in"),
    );
    const dialog = make("dialog", { "aria-labelledby": "sign-in-title" }, form);
    // Escape leads nowhere: without a key there is nothing to see.
    dialog.addEventListener("close", () => dialog.isConnected && dialog.showModal());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sessionStorage.setItem(KEY, input.value.trim());
      dialog.remove();
      answered();
    });
    document.body.append(dialog);
    dialog.showModal();
  },
};
