(function () {
  const root = document.documentElement;
  const font = 'Inter, Helvetica Neue, Segoe UI, Arial, sans-serif';
  const charts = JSON.parse(document.getElementById('chart-data').textContent);

  function theme() {
    const css = getComputedStyle(root);
    const get = function (name) { return css.getPropertyValue(name).trim(); };
    const several = function (name, count) {
      return Array.from({ length: count }, function (_, i) { return get(name + i); });
    };
    return {
      ink: get('--ink'), soft: get('--soft'), line: get('--line'), paper: get('--paper'),
      palette: several('--series-', 7), diverging: several('--map-', 7)
    };
  }

  function superscript(n) {
    return String(n).replace(/[-0-9]/g, function (c) { return c === '-' ? '\u207b' : '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'[Number(c)]; });
  }

  function short(v) {
    if (typeof v !== 'number' || !isFinite(v)) return '\u2013';
    if (v === 0) return '0';
    const a = Math.abs(v);
    if (a >= 0.001 && a < 1e6) return String(Number(v.toPrecision(4))).replace('-', '\u2212');
    const parts = v.toExponential(1).split('e');
    const mantissa = Number(parts[0]);
    return (mantissa === 1 ? '' : String(mantissa).replace('-', '\u2212') + '\u00b7') + '10' + superscript(Number(parts[1]));
  }

  function escaped(text) {
    return String(text).replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }

  function tooltip(t, extra) {
    return Object.assign({
      confine: true, backgroundColor: t.paper, borderColor: t.line, padding: [6, 10],
      textStyle: { color: t.ink, fontSize: 12, fontFamily: font }, transitionDuration: 0
    }, extra);
  }

  function axis(t, name, extra) {
    return Object.assign({
      name: name, nameLocation: 'middle', nameTextStyle: { color: t.soft, fontSize: 12 },
      axisLine: { show: true, onZero: false, lineStyle: { color: t.soft } },
      axisTick: { show: true, lineStyle: { color: t.soft } },
      axisLabel: { color: t.soft, fontSize: 11, formatter: short, hideOverlap: true },
      splitLine: { lineStyle: { color: t.line, width: 0.7 } }, scale: true
    }, extra);
  }

  // which series the key of the chart's figure shows: survives a redraw
  function selected(c) {
    const shown = {};
    document.getElementById(c.place).closest('figure').querySelectorAll('.keys li').forEach(function (entry) {
      shown[entry.getAttribute('data-series')] = !entry.querySelector('[aria-pressed=false]');
    });
    return shown;
  }

  function lines(c, t) {
    const extent = { min: Infinity, max: -Infinity };
    c.series.forEach(function (s) {
      s.points.forEach(function (p) { extent.min = Math.min(extent.min, p[1]); extent.max = Math.max(extent.max, p[1]); });
    });
    const whole = c.log && extent.max > 0 ? {
      min: Math.pow(10, Math.floor(Math.log10(extent.min))), max: Math.pow(10, Math.ceil(Math.log10(extent.max))),
      minorSplitLine: { show: false }
    } : {};
    return {
      animation: false, textStyle: { fontFamily: font },
      grid: { left: 66, right: 16, top: 12, bottom: 46 },
      legend: { show: false, selected: selected(c) },
      tooltip: tooltip(t, { trigger: 'axis', valueFormatter: short, axisPointer: { lineStyle: { color: t.soft } } }),
      xAxis: axis(t, c.xName, { type: 'value', nameGap: 26, splitLine: { show: false } }),
      yAxis: axis(t, c.yName, Object.assign({ type: c.log ? 'log' : 'value', nameGap: 48 }, whole)),
      series: c.series.map(function (s) {
        const colour = t.palette[s.colour % t.palette.length];
        const diamonds = s.style === 'DIAMONDS';
        const points = diamonds || s.style === 'POINTS';
        return {
          name: s.name, type: points ? 'scatter' : 'line', data: s.points, color: colour,
          symbol: diamonds ? 'diamond' : points ? 'circle' : 'none', symbolSize: diamonds ? 16 : 6, itemStyle: { opacity: points ? 0.8 : 1 },
          lineStyle: { width: s.style === 'AREA' ? 1.4 : 1.9, type: s.style === 'DASHED' ? [6, 4] : 'solid' },
          areaStyle: s.style === 'AREA' ? { opacity: 0.16, origin: c.log ? 'start' : 'auto' } : undefined
        };
      })
    };
  }

  // Lag zero is always 1 and would drown its neighbours: it is left blank.
  function heat(c, t) {
    const lags = [];
    for (let i = -c.radius; i <= c.radius; i++) lags.push(String(i).replace('-', '\u2212'));
    const data = [];
    c.values.forEach(function (row, y) {
      row.forEach(function (v, x) {
        if (x !== c.radius || y !== c.radius) data.push([x, y, v]);
      });
    });
    const category = function (name, gap) {
      return {
        type: 'category', data: lags, name: name, nameLocation: 'middle', nameGap: gap,
        nameTextStyle: { color: t.soft, fontSize: 11 }, axisTick: { show: false }, axisLine: { show: false },
        axisLabel: { color: t.soft, fontSize: 10, interval: function (i) { return (i - c.radius) % Math.max(1, Math.ceil(c.radius / 3)) === 0; } }
      };
    };
    return {
      animation: false, textStyle: { fontFamily: font }, grid: { left: 40, right: 4, top: 4, bottom: 40 },
      tooltip: tooltip(t, { formatter: function (p) {
        return escaped(lags[p.value[1]]) + ' rows, ' + escaped(lags[p.value[0]]) + ' columns: <b>'
          + Number(p.value[2]).toFixed(3).replace('-', '\u2212') + '</b>'; } }),
      xAxis: category('columns', 22), yAxis: Object.assign({ inverse: true }, category('rows', 24)),
      visualMap: { show: false, min: -c.limit, max: c.limit, inRange: { color: t.diverging } },
      series: [{ type: 'heatmap', data: data, itemStyle: { borderWidth: 0.5, borderColor: t.paper },
        emphasis: { itemStyle: { borderColor: t.ink, borderWidth: 1.5 } } }]
    };
  }

  function each(action) {
    charts.forEach(function (c) { action(echarts.getInstanceByDom(document.getElementById(c.place)), c); });
  }

  function draw() {
    const t = theme();
    each(function (old, c) {
      if (old) old.dispose();
      const chart = echarts.init(document.getElementById(c.place), null, { renderer: 'svg' });
      chart.setOption(c.kind === 'heat' ? heat(c, t) : lines(c, t));
    });
    root.setAttribute('data-charts', String(charts.length));
  }

  // entries of a key hide and show their series in all charts of the figure
  document.querySelectorAll('.keys li').forEach(function (entry) {
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('aria-pressed', 'true');
    button.append.apply(button, Array.from(entry.childNodes));
    entry.appendChild(button);
    button.addEventListener('click', function () {
      const shown = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(shown));
      entry.closest('figure').querySelectorAll('.canvas').forEach(function (place) {
        echarts.getInstanceByDom(place).dispatchAction({
          type: shown ? 'legendSelect' : 'legendUnSelect', name: entry.getAttribute('data-series') });
      });
    });
  });

  draw();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  // paper is white whatever the screen is, and drawings shrink to its columns
  window.addEventListener('beforeprint', function () {
    root.classList.add('print');
    draw();
    each(function (chart) {
      chart.getDom().querySelector('svg').setAttribute('viewBox', '0 0 ' + chart.getWidth() + ' ' + chart.getHeight());
    });
  });
  window.addEventListener('afterprint', function () { root.classList.remove('print'); draw(); });
  const sizes = new ResizeObserver(function (changes) {
    changes.forEach(function (change) {
      const chart = echarts.getInstanceByDom(change.target);
      const width = Math.round(change.contentRect.width);
      if (chart && width > 0 && chart.getWidth() !== width) chart.resize();
    });
  });
  each(function (chart) { sizes.observe(chart.getDom()); });
})();
