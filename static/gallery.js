// gallery.js adds keys and swipes to the demo gallery, whose pictures lead on to each other by plain links.
"use strict";
(() => {
  const tag = (navigator.languages || [navigator.language]).find((l) => /^(en|fr)\b/i.test(l));
  if (tag) document.documentElement.lang = tag.slice(0, 2).toLowerCase();

  // The present picture, or none in the index.
  const slide = () => document.querySelector(".slide:target");
  const go = (rel) => { const s = slide(); if (s) location.replace(s.querySelector(`[rel=${rel}]`).getAttribute("href")); };
  // One step of the browser's history for the whole show, not one for each picture.
  document.addEventListener("click", (e) => {
    const a = e.target.closest(".slide a");
    if (a) { e.preventDefault(); location.replace(a.getAttribute("href")); }
  });
  // The next picture is fetched while this one is looked at.
  const ahead = new Image();
  const prepare = () => { const s = slide(); if (s) ahead.src = s.querySelector("[rel=next]").getAttribute("href").slice(1) + ".jpg"; };
  addEventListener("hashchange", prepare);
  prepare();

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || !slide()) return;
    switch (e.key) {
      case "ArrowRight": case "ArrowDown": case "PageDown": case " ": go("next"); break;
      case "ArrowLeft": case "ArrowUp": case "PageUp": go("prev"); break;
      case "Escape": go("up"); break;
      case "c": case "C": document.body.classList.toggle("bare"); break;
      case "f": case "F":
        if (document.fullscreenElement) document.exitFullscreen();
        else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen();
        break;
      default: return;
    }
    e.preventDefault();
  });

  let x = 0, y = 0;
  document.addEventListener("touchstart", (e) => { x = e.touches[0].clientX; y = e.touches[0].clientY; }, { passive: true });
  document.addEventListener("touchend", (e) => {
    const dx = e.changedTouches[0].clientX - x, dy = e.changedTouches[0].clientY - y;
    if (e.touches.length === 0 && Math.abs(dx) > 48 && Math.abs(dx) > 2 * Math.abs(dy)) go(dx < 0 ? "next" : "prev");
  });
})();
