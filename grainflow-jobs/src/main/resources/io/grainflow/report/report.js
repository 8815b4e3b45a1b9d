'use strict';
(function () {
  const root = document.documentElement;
  window.addEventListener('error', function (e) { root.setAttribute('data-error', e.message); });

  // Okabe and Ito's palette: told apart by the colour-blind too
  const light = ['#1c1d1f', '#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9'];
  const dark = ['#e7e5df', '#56b4e9', '#f0894a', '#3fc99b', '#dd98bd', '#e6c34a', '#9fd3f5'];
  const darkMode = window.matchMedia('(prefers-color-scheme: dark)');

  function short(v) {
    const a = Math.abs(v);
    if (v === 0) return '0';
    return a < 0.001 || a >= 100000 ? v.toExponential(1) : String(Number(v.toPrecision(4)));
  }

  function theme() {
    const css = getComputedStyle(root);
    const get = function (name) { return css.getPropertyValue(name).trim(); };
    return { ink: get('--ink'), soft: get('--soft'), line: get('--line'), paper: get('--paper'), palette: darkMode.matches ? dark : light };
  }

  function axis(t, name, extra) {
    return Object.assign({
      name: name, nameLocation: 'middle', nameTextStyle: { color: t.soft, fontSize: 12 },
      axisLine: { show: true, onZero: false, lineStyle: { color: t.soft } }, axisTick: { show: true, lineStyle: { color: t.soft } },
      axisLabel: { color: t.soft, fontSize: 11, formatter: short, hideOverlap: true },
      splitLine: { lineStyle: { color: t.line, width: 0.7 } }, scale: true
    }, extra);
  }

  function lines(c, t) {
    return {
      animation: false, textStyle: { fontFamily: 'Helvetica Neue, Segoe UI, Arial, sans-serif' },
      grid: { left: 64, right: 14, top: 38, bottom: 46 },
      legend: { top: 0, left: 0, itemWidth: 16, itemHeight: 8, type: 'scroll', textStyle: { color: t.ink, fontSize: 12 } },
      tooltip: { trigger: 'axis', valueFormatter: short, confine: true },
      xAxis: axis(t, c.xName, { type: 'value', nameGap: 26 }),
      yAxis: axis(t, c.yName, { type: c.log ? 'log' : 'value', nameGap: 46 }),
      series: c.series.map(function (s) {
        const colour = t.palette[s.colour % t.palette.length];
        const points = s.style === 'POINTS';
        return {
          name: s.name, type: points ? 'scatter' : 'line', data: s.points, color: colour,
          symbol: points ? 'circle' : 'none', symbolSize: 6, itemStyle: { opacity: points ? 0.75 : 1 },
          lineStyle: { width: 1.8, type: s.style === 'DASHED' ? [6, 4] : 'solid' },
          areaStyle: s.style === 'AREA' ? { opacity: 0.14, origin: c.log ? 'start' : 'auto' } : undefined
        };
      })
    };
  }

  function heat(c, t) {
    const lags = [];
    for (let i = -c.radius; i <= c.radius; i++) lags.push(String(i));
    const data = [];
    c.values.forEach(function (row, y) { row.forEach(function (v, x) { data.push([x, y, v]); }); });
    const category = { type: 'category', data: lags, axisTick: { show: false }, axisLine: { show: false },
      axisLabel: { color: t.soft, fontSize: 10 } };
    return {
      animation: false, textStyle: { fontFamily: 'Helvetica Neue, Segoe UI, Arial, sans-serif' }, grid: { left: 26, right: 6, top: 4, bottom: 62 },
      tooltip: { confine: true, formatter: function (p) {
        return 'lag (' + lags[p.value[1]] + ', ' + lags[p.value[0]] + '): ' + Number(p.value[2]).toFixed(3); } },
      xAxis: category, yAxis: Object.assign({ inverse: true }, category),
      visualMap: { min: -c.limit, max: c.limit, orient: 'horizontal', left: 'center', bottom: 0, itemWidth: 9, itemHeight: 90,
        calculable: false, precision: 2, text: [short(c.limit), short(-c.limit)], textStyle: { color: t.soft, fontSize: 10 },
        inRange: { color: ['#2166ac', '#67a9cf', '#d1e5f0', '#f7f7f7', '#fddbc7', '#ef8a62', '#b2182b'] } },
      series: [{ type: 'heatmap', data: data, itemStyle: { borderWidth: 0 } }]
    };
  }

  const charts = JSON.parse(document.getElementById('chart-data').textContent);
  function draw() {
    const t = theme();
    charts.forEach(function (c) {
      const place = document.getElementById(c.place);
      const old = echarts.getInstanceByDom(place);
      if (old) old.dispose();
      echarts.init(place, null, { renderer: 'svg' }).setOption(c.kind === 'heat' ? heat(c, t) : lines(c, t));
    });
    root.setAttribute('data-charts', String(charts.length));
  }
  if (charts.length) {
    draw();
    darkMode.addEventListener('change', draw);
    let waiting;
    window.addEventListener('resize', function () {
      clearTimeout(waiting);
      waiting = setTimeout(function () {
        charts.forEach(function (c) { echarts.getInstanceByDom(document.getElementById(c.place)).resize(); });
      }, 120);
    });
  }

  // ---- pictures of a row zoom and move together ----
  document.querySelectorAll('.row').forEach(function (row) {
    const views = Array.from(row.querySelectorAll('.view'));
    let scale = 1, left = 0, top = 0, grip = null;

    function place() {
      const box = views[0].getBoundingClientRect();
      left = Math.min(0, Math.max(left, box.width * (1 - scale)));
      top = Math.min(0, Math.max(top, box.height * (1 - scale)));
      views.forEach(function (v) {
        v.firstElementChild.style.transform = 'translate(' + left + 'px,' + top + 'px) scale(' + scale + ')';
      });
    }
    function zoom(factor, x, y) {
      const next = Math.min(16, Math.max(1, scale * factor));
      left = x - (x - left) * next / scale;
      top = y - (y - top) * next / scale;
      scale = next;
      place();
    }
    function reset() { scale = 1; left = 0; top = 0; place(); }

    views.forEach(function (view) {
      view.addEventListener('wheel', function (e) {
        if (scale === 1 && e.deltaY > 0) return;
        e.preventDefault();
        const box = view.getBoundingClientRect();
        zoom(Math.exp(-e.deltaY * 0.002), e.clientX - box.left, e.clientY - box.top);
      }, { passive: false });
      view.addEventListener('dblclick', reset);
      view.addEventListener('pointerdown', function (e) {
        grip = { x: e.clientX - left, y: e.clientY - top };
        view.setPointerCapture(e.pointerId);
        view.classList.add('moving');
      });
      view.addEventListener('pointermove', function (e) {
        if (!grip) return;
        left = e.clientX - grip.x;
        top = e.clientY - grip.y;
        place();
      });
      ['pointerup', 'pointercancel'].forEach(function (name) {
        view.addEventListener(name, function () { grip = null; view.classList.remove('moving'); });
      });
    });
    row.addEventListener('keydown', function (e) {
      const box = views[0].getBoundingClientRect();
      const step = 40;
      const keys = {
        '+': function () { zoom(1.5, box.width / 2, box.height / 2); },
        '=': function () { zoom(1.5, box.width / 2, box.height / 2); },
        '-': function () { zoom(1 / 1.5, box.width / 2, box.height / 2); },
        ArrowLeft: function () { left += step; place(); }, ArrowRight: function () { left -= step; place(); },
        ArrowUp: function () { top += step; place(); }, ArrowDown: function () { top -= step; place(); },
        '0': reset, Escape: reset
      };
      if (keys[e.key] && (scale > 1 || !e.key.startsWith('Arrow'))) { e.preventDefault(); keys[e.key](); }
    });
  });
})();
