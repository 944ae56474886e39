// What makes a page readable for everyone, judged in the page itself: contrast, names, room.
// Source: WCAG 2.2, 1.4.3 (contrast), 1.4.10 (reflow), 4.1.2 (name, role, value).

/// Texts whose colour is too near to that of their ground: below 4.5, or 3 where they are large.
export const contrastFaults = (page) => page.evaluate(() => {
  const parse = (colour) => (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(at).backgroundColor);
      if (a > 0) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const shapeBelow = (text) => {  // what a text within a picture stands on
    const rect = text.parentElement.localName === "g" ? text.parentElement.querySelector("rect") : null;
    return rect && !rect.matches(".band") ? parse(getComputedStyle(rect).fill).slice(0, 3) : groundOf(text.closest("svg").parentElement);
  };
  const faults = [];
  const judge = (element, colour, ground) => {
    const style = getComputedStyle(element), size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const found = ratio(parse(colour).slice(0, 3), ground);
    if (found < (isLarge ? 3 : 4.5)) faults.push(`${found.toFixed(2)} ${element.tagName}.${element.getAttribute("class")}: ${element.textContent.slice(0, 40)}`);
  };
  for (const element of document.querySelectorAll("body *:not(script):not(style)")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!hasText || !element.getClientRects().length || element.disabled || element.localName === "title") continue;
    if (element.closest("svg")) judge(element, getComputedStyle(element).fill, shapeBelow(element));
    else judge(element, getComputedStyle(element).color, groundOf(element));
  }
  return faults.slice(0, 5);
});

/// What can be used or is a picture, without a name for those who do not see it; and ids given twice.
export const nameless = (page) => page.evaluate(() => {
  const nameOf = (element) => (element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent).trim();
  const faults = [...document.querySelectorAll("a, button, input, summary, [role=img], [role=region], nav")]
    .filter((each) => !nameOf(each)).map((each) => each.outerHTML.slice(0, 80));
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  faults.push(...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => "twice: " + id));
  for (const each of document.querySelectorAll("[aria-labelledby]"))
    if (!document.getElementById(each.getAttribute("aria-labelledby"))) faults.push("leads nowhere: " + each.id);
  for (const each of document.querySelectorAll("nav a"))
    if (!document.querySelector(each.getAttribute("href"))) faults.push("leads nowhere: " + each.href);
  return faults;
});

/// What makes the page itself scroll sideways; what scrolls in its own box may be as wide as it likes.
export const overflow = (page) => page.evaluate(() => {
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll("body *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".scroll, pre, .skip"))
    .map((each) => `${each.tagName}.${each.className}`).slice(0, 5).concat("page");
});

/// Texts of pictures that reach beyond their picture.
export const clippedTexts = (page) => page.evaluate(() => [...document.querySelectorAll("figure svg text")]
  .filter((text) => {
    const svg = text.closest("svg");
    if (!svg.getClientRects().length) return false;
    const own = text.getBoundingClientRect(), whole = svg.getBoundingClientRect();
    return own.left < whole.left - 1 || own.right > whole.right + 1 || own.top < whole.top - 1 || own.bottom > whole.bottom + 1;
  }).map((text) => `${text.closest("svg").getAttribute("class")}: ${text.textContent}`).slice(0, 5));
