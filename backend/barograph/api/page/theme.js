// Colours as the system, or as chosen here; the choice is kept in this browser.

const THEMES = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" };

function startTheme(button) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const names = Object.keys(THEMES);
  let chosen = localStorage.getItem("barograph-theme") || "auto";
  const apply = () => {
    const isDark = chosen === "dark" || (chosen === "auto" && system.matches);
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
    button.textContent = THEMES[chosen];
  };
  button.addEventListener("click", () => {
    chosen = names[(names.indexOf(chosen) + 1) % names.length];
    localStorage.setItem("barograph-theme", chosen);
    apply();
  });
  system.addEventListener("change", apply);
  apply();
}
