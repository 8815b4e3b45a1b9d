'use strict';
window.addEventListener('error', function (e) { document.documentElement.setAttribute('data-error', e.message); });
document.documentElement.classList.add('scripted');

// Pictures of a row zoom and move together.
document.querySelectorAll('.row').forEach(function (row) {
  const views = Array.from(row.querySelectorAll('.view'));
  const pointers = new Map();
  let scale = 1, left = 0, top = 0, noise = false;

  function box() { return views[0].getBoundingClientRect(); }

  function place() {
    const b = box();
    left = Math.min(0, Math.max(left, b.width * (1 - scale)));
    top = Math.min(0, Math.max(top, b.height * (1 - scale)));
    views.forEach(function (view) {
      // at rest, fingers scroll the page; in a zoomed picture they move it
      view.classList.toggle('zoomed', scale > 1);
      Array.from(view.children).forEach(function (picture) {
        picture.style.transform = 'translate(' + left + 'px,' + top + 'px) scale(' + scale + ')';
      });
    });
  }

  function zoom(factor, x, y) {
    const next = Math.min(24, Math.max(1, scale * factor));
    left = x - (x - left) * next / scale;
    top = y - (y - top) * next / scale;
    scale = next;
    place();
  }

  function zoomMiddle(factor) {
    const b = box();
    zoom(factor, b.width / 2, b.height / 2);
  }

  function reset() { scale = 1; left = 0; top = 0; place(); }

  function pixels(image) {
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth;
    canvas.height = image.naturalHeight;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return { canvas: canvas, context: context, data: context.getImageData(0, 0, canvas.width, canvas.height) };
  }

  // what each picture differs from the first, four times as strong, around grey
  function showNoise(button) {
    noise = !noise;
    button.setAttribute('aria-pressed', String(noise));
    views.forEach(function (view) {
      const old = view.querySelector('canvas');
      if (old) old.remove();
    });
    if (!noise) return;
    const clean = pixels(views[0].querySelector('img')).data.data;
    views.slice(1).forEach(function (view) {
      const shown = pixels(view.querySelector('img'));
      const values = shown.data.data;
      for (let i = 0; i < values.length; i++) {
        if (i % 4 !== 3) values[i] = 128 + 4 * (values[i] - clean[i]);
      }
      shown.context.putImageData(shown.data, 0, 0);
      shown.canvas.setAttribute('aria-hidden', 'true');
      view.appendChild(shown.canvas);
    });
    place();
  }

  function addButton(bar, text, label, action) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = text;
    button.setAttribute('aria-label', label + ', ' + row.getAttribute('aria-label'));
    button.title = label;
    button.addEventListener('click', function () { action(button); });
    bar.appendChild(button);
    return button;
  }

  const bar = document.createElement('div');
  bar.className = 'bar';
  if (views.length > 1) {
    addButton(bar, 'noise \u00d74', 'Show the difference from the first picture', showNoise).setAttribute('aria-pressed', 'false');
  }
  addButton(bar, '\u2212', 'Zoom out', function () { zoomMiddle(1 / 1.6); });
  addButton(bar, '+', 'Zoom in', function () { zoomMiddle(1.6); });
  addButton(bar, 'reset', 'Show the whole picture', reset);
  row.querySelector('.row-title').after(bar);

  function middle() {
    const at = Array.from(pointers.values());
    const spread = at.length < 2 ? 0 : Math.hypot(at[0].x - at[1].x, at[0].y - at[1].y);
    return {
      x: at.reduce(function (sum, p) { return sum + p.x; }, 0) / at.length,
      y: at.reduce(function (sum, p) { return sum + p.y; }, 0) / at.length,
      spread: spread
    };
  }

  views.forEach(function (view) {
    view.addEventListener('wheel', function (e) {
      // the page keeps scrolling under the wheel until the row was chosen; pinching a touch pad sets ctrlKey
      if (!e.ctrlKey && !row.contains(document.activeElement)) return;
      if (scale === 1 && e.deltaY > 0) return;
      e.preventDefault();
      const b = view.getBoundingClientRect();
      zoom(Math.exp(-e.deltaY * (e.ctrlKey ? 0.01 : 0.002)), e.clientX - b.left, e.clientY - b.top);
    }, { passive: false });
    view.addEventListener('dblclick', reset);
    view.addEventListener('pointerdown', function (e) {
      row.focus({ preventScroll: true });
      pointers.set(e.pointerId, { x: e.clientX, y: e.clientY });
      view.setPointerCapture(e.pointerId);
      view.classList.add('moving');
    });
    view.addEventListener('pointermove', function (e) {
      if (!pointers.has(e.pointerId)) return;
      const before = middle();
      pointers.set(e.pointerId, { x: e.clientX, y: e.clientY });
      const now = middle();
      left += now.x - before.x;
      top += now.y - before.y;
      const b = view.getBoundingClientRect();
      zoom(before.spread > 0 ? now.spread / before.spread : 1, now.x - b.left, now.y - b.top);
    });
    ['pointerup', 'pointercancel'].forEach(function (name) {
      view.addEventListener(name, function (e) {
        pointers.delete(e.pointerId);
        view.classList.remove('moving');
      });
    });
  });

  row.addEventListener('keydown', function (e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const keys = {
      '+': function () { zoomMiddle(1.6); },
      '=': function () { zoomMiddle(1.6); },
      '-': function () { zoomMiddle(1 / 1.6); },
      ArrowLeft: function () { left += 40; place(); },
      ArrowRight: function () { left -= 40; place(); },
      ArrowUp: function () { top += 40; place(); },
      ArrowDown: function () { top -= 40; place(); },
      '0': reset,
      Escape: reset
    };
    if (keys[e.key] && (scale > 1 || !e.key.startsWith('Arrow'))) {
      e.preventDefault();
      keys[e.key]();
    }
  });
  window.addEventListener('resize', place);
});
